package org.huizhen.server.patient;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Validation;

/**
 * Registers patients by hand. An identity number that holds gives sex and birth date; somebody nobody can name is given a
 * name to be called by, a newborn the mother's.
 */
final class Registration {
    private static final String ISSUER = "registration";

    private final Patients patients;
    private final PatientLinks links;
    private final AuditLog audit;

    Registration(Patients patients, PatientLinks links, AuditLog audit) {
        this.patients = patients;
        this.links = links;
        this.audit = audit;
    }

    PatientId register(Transaction transaction, Actor actor, OrganizationId organization, PatientFeature.Draft draft) {
        IdentityCheck identity = IdentityCheck.of(draft.idNumber(), draft.sex(), draft.birthDate());
        Optional<Patient> mother = mother(transaction, organization, draft);
        Sex sex = sex(draft, identity);
        Optional<LocalDate> birthDate =
                draft.birthDate().or(() -> identity.number().map(IdentityNumber::birthDate));
        String name = name(draft, mother, sex);
        new Validation()
                .text("name", name, 1, 100)
                .required("sex", sex)
                .optionalText("phone", draft.phone(), 40)
                .optionalText("localId", draft.localId(), 64)
                .optionalText("address", draft.address(), 200)
                .errorIf(
                        identity.fault().isPresent(),
                        "idNumber",
                        identity.fault().orElse(""),
                        "GB 11643")
                .errorIf(
                        draft.identityKind() == IdentityKind.NEWBORN && birthDate.isEmpty(),
                        "birthDate",
                        "required",
                        "birthDate")
                .errorIf(
                        birthDate
                                .filter(date -> date.isAfter(
                                        LocalDate.ofInstant(transaction.now().plusSeconds(86_400), ZoneOffset.UTC)))
                                .isPresent(),
                        "birthDate",
                        "future",
                        "birthDate")
                .orThrow();
        draft.localId().ifPresent(localId -> requireFree(transaction, organization, localId));
        PatientId id = patients.insert(
                transaction,
                new Patients.Draft(
                        organization,
                        ISSUER,
                        draft.localId(),
                        name.strip(),
                        sex,
                        birthDate,
                        identity.number(),
                        draft.phone()));
        draft.address().ifPresent(address -> patients.setAddress(transaction.handle(), id, address));
        if (draft.identityKind() != IdentityKind.KNOWN) {
            patients.setKind(transaction.handle(), id, draft.identityKind().identifier(), mother.map(Patient::id));
        }
        audit.record(
                transaction,
                AuditEntry.success(actor, "patient.create").about("patient", id).ofPatient(id));
        links.applyRule(transaction, id);
        return id;
    }

    private void requireFree(Transaction transaction, OrganizationId organization, String localId) {
        patients.lockRegistration(transaction.handle(), organization + "/" + ISSUER + "/" + localId);
        if (patients.byLocalId(transaction.handle(), organization, ISSUER, localId)
                .isPresent()) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
    }

    private Optional<Patient> mother(Transaction transaction, OrganizationId organization, PatientFeature.Draft draft) {
        if (draft.identityKind() != IdentityKind.NEWBORN || draft.motherPatientId() == null) {
            return Optional.empty();
        }
        return Optional.of(patients.find(transaction.handle(), draft.motherPatientId())
                .filter(patient -> patient.organizationId().equals(organization))
                .orElseThrow(() -> ApiException.invalid("motherPatientId", "unknown", "motherPatientId")));
    }

    private static Sex sex(PatientFeature.Draft draft, IdentityCheck identity) {
        Sex said = draft.sex();
        boolean open = said == null || said == Sex.UNKNOWN;
        if (open && identity.number().isPresent()) {
            return identity.number().get().sex();
        }
        return said == null && draft.identityKind() != IdentityKind.KNOWN ? Sex.UNKNOWN : said;
    }

    /** 无名氏 with letters to tell several of one night apart; a newborn is its mother's 之子, 之女 or 之婴. */
    private static String name(PatientFeature.Draft draft, Optional<Patient> mother, Sex sex) {
        if (draft.name() != null && !draft.name().isBlank()) {
            return draft.name();
        }
        return switch (draft.identityKind()) {
            case KNOWN -> draft.name();
            case UNKNOWN -> {
                String id = Uuids.next().toString().toUpperCase(Locale.ROOT);
                yield "无名氏" + id.substring(id.length() - 4);
            }
            case NEWBORN ->
                mother.map(patient -> patient.name()
                                + switch (sex) {
                                    case MALE -> "之子";
                                    case FEMALE -> "之女";
                                    case OTHER, UNKNOWN -> "之婴";
                                })
                        .orElse(null);
        };
    }
}
