package org.huizhen.server.patient;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Validation;

/** Corrects a patient's own data: the version before is kept with the reason, links made by rule are looked at again. */
final class PatientCorrection {
    private final Patients patients;
    private final PatientLinks links;
    private final AuditLog audit;

    PatientCorrection(Patients patients, PatientLinks links, AuditLog audit) {
        this.patients = patients;
        this.links = links;
        this.audit = audit;
    }

    /** What is to change; absent stays. */
    record Change(
            String reason,
            Optional<String> name,
            Optional<Sex> sex,
            Optional<LocalDate> birthDate,
            Optional<String> idNumber,
            Optional<String> phone,
            Optional<String> address) {}

    void apply(Transaction transaction, Actor.Person actor, Patient patient, Change change) {
        String name = change.name().map(String::strip).orElse(patient.name());
        Sex sex = change.sex().orElse(patient.sex());
        Optional<LocalDate> birthDate = change.birthDate().or(patient::birthDate);
        Optional<String> standing =
                change.idNumber().or(() -> patients.reveal(transaction.handle(), patient.id(), "identity"));
        IdentityCheck identity = IdentityCheck.of(standing, sex, birthDate);
        new Validation()
                .text("reason", change.reason(), 1, 2000)
                .text("name", name, 1, 100)
                .optionalText("phone", change.phone(), 40)
                .optionalText("address", change.address(), 200)
                .errorIf(
                        identity.fault().isPresent(),
                        "idNumber",
                        identity.fault().orElse(""),
                        "GB 11643")
                .orThrow();
        keepBefore(transaction, actor, patient, change.reason());
        patients.setDemographics(transaction, patient.id(), name, sex, birthDate);
        if (change.idNumber().isPresent()) {
            patients.setIdentityNumber(
                    transaction.handle(), patient.id(), identity.number().orElseThrow());
        }
        change.phone().ifPresent(phone -> patients.setPhone(transaction.handle(), patient.id(), phone));
        change.address().ifPresent(address -> patients.setAddress(transaction.handle(), patient.id(), address));
        if (patient.identityKind().equals("unknown") && change.name().isPresent()) {
            patients.setKind(transaction.handle(), patient.id(), "known", Optional.empty());
        }
        audit.record(
                transaction,
                AuditEntry.success(actor, "patient.change")
                        .about("patient", patient.id())
                        .ofPatient(patient.id())
                        .with("reason", change.reason()));
        links.reviewRule(transaction, patient.id());
    }

    private static void keepBefore(Transaction transaction, Actor.Person actor, Patient patient, String reason) {
        ObjectNode before = JsonNodeFactory.instance.objectNode();
        before.put("name", patient.name());
        before.put("sex", patient.sex().identifier());
        patient.birthDate().ifPresent(date -> before.put("birthDate", date.toString()));
        patient.identityMask().ifPresent(mask -> before.put("idNumberMasked", mask));
        patient.phoneMask().ifPresent(mask -> before.put("phoneMasked", mask));
        patient.addressMask().ifPresent(mask -> before.put("addressMasked", mask));
        transaction
                .handle()
                .createUpdate("""
                        insert into patient_change (id, patient_id, version, before, reason, changed_by, changed_at)
                        values (:id, :patient, :version, cast(:before as jsonb), :reason, :actor, :now)
                        """)
                .bind("id", Uuids.next())
                .bind("patient", patient.id())
                .bind("version", patient.version())
                .bind("before", before.toString())
                .bind("reason", reason)
                .bind("actor", actor.userId())
                .bind("now", transaction.now())
                .execute();
    }
}
