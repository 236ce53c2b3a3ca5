package org.huizhen.server.recognition;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** What has been examined already: a person's results at every organization, and the right to open what is offered. */
final class RecognitionLookup {
    /** As long as a doctor needs to look at what was offered. */
    static final Duration OPEN = Duration.ofHours(12);

    /** @param refusals why it is not offered today; empty when it is */
    record Offer(RecognitionResult result, List<WhyNot> refusals) {}

    private final Database database;
    private final Access access;
    private final Grants grants;
    private final AuditLog audit;
    private final LinkedPatients linked;
    private final ZoneId zone;

    RecognitionLookup(
            Database database, Access access, Grants grants, AuditLog audit, LinkedPatients linked, ZoneId zone) {
        this.database = database;
        this.access = access;
        this.grants = grants;
        this.audit = audit;
        this.linked = linked;
        this.zone = zone;
    }

    /** @throws ApiException {@code not-found} for nobody, {@code not-allowed} for a person one has nothing to do with */
    List<Offer> results(Actor.Person actor, UUID localOrMaster, Optional<String> item) {
        return database.write(transaction -> {
            List<PatientId> patients = patients(transaction.handle(), actor, localOrMaster);
            LocalDate today = LocalDate.ofInstant(transaction.now(), zone);
            List<Offer> offers = RecognitionResults.ofPatients(transaction.handle(), patients, item).stream()
                    .map(result -> new Offer(result, result.decision().refusals(today)))
                    .toList();
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "recognition.lookUp")
                            .ofPatient(patients.getFirst())
                            .with("item", item.orElse("*"))
                            .with("results", Integer.toString(offers.size())));
            offers.stream()
                    .filter(offer -> offer.refusals().isEmpty())
                    .forEach(offer -> open(transaction, actor, offer.result()));
            return offers;
        });
    }

    /** The local patients behind the id, when the actor may read at least one of them. */
    List<PatientId> patients(Handle handle, Actor.Person actor, UUID localOrMaster) {
        List<PatientId> patients = linked.of(handle, localOrMaster);
        if (patients.isEmpty()) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        boolean known = patients.stream()
                .anyMatch(patient -> access.may(
                        handle,
                        actor,
                        Permission.PATIENT_READ,
                        Subject.of(organization(handle, patient)).withPatient(patient)));
        if (!known) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
        return patients;
    }

    /** Study and report of an offered result can be opened for a while, where role and reach would not do. */
    private void open(Transaction transaction, Actor.Person actor, RecognitionResult result) {
        Subject subject = Subject.of(result.organization()).withStudy(result.study());
        if (access.may(transaction.handle(), actor, Permission.STUDY_READ, subject)) {
            return;
        }
        grants.grant(
                transaction,
                actor.userId(),
                result.study(),
                "recognition " + result.id(),
                "recognition",
                Optional.of(transaction.now().plus(OPEN)));
        AuditEntry entry = AuditEntry.success(actor, "recognition.grant").about("study", result.study());
        audit.record(
                transaction,
                Optional.ofNullable(result.patient()).map(entry::ofPatient).orElse(entry));
    }

    private static OrganizationId organization(Handle handle, PatientId patient) {
        return handle.createQuery("select organization_id from patient where id = :id")
                .bind("id", patient)
                .mapTo(UUID.class)
                .map(OrganizationId::new)
                .one();
    }
}
