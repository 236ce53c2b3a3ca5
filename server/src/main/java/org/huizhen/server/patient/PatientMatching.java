package org.huizhen.server.patient;

import java.time.LocalDate;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.PatientResolution.Matched;
import org.huizhen.server.patient.PatientResolution.Reason;
import org.huizhen.server.patient.PatientResolution.Unmatched;

/**
 * The rule by which an arriving study finds its patient (mission.md, states of a study): the Patient ID is unique per
 * issuer; it is believed only while name, sex and birth date do not contradict what is known under it.
 */
final class PatientMatching {
    private static final Actor INDEX = new Actor.Server("patient-index");

    private final Patients patients;
    private final PatientLinks links;
    private final AuditLog audit;

    PatientMatching(Patients patients, PatientLinks links, AuditLog audit) {
        this.patients = patients;
        this.links = links;
        this.audit = audit;
    }

    PatientResolution resolve(Transaction transaction, OrganizationId organization, String issuer, Demographics said) {
        if (said.patientId().isEmpty()) {
            return new Unmatched(Reason.NO_PATIENT_ID);
        }
        Optional<Patient> known = patients.byLocalId(transaction.handle(), organization, issuer, said.patientId());
        // Patient ID and name are the two identifiers; sex and birth date may be missing (many modalities do not ask),
        // but then the rule never links the patient to a person elsewhere.
        if (known.isEmpty() && said.named()) {
            String key = organization + "/" + issuer + "/" + said.patientId();
            patients.lockRegistration(transaction.handle(), key);
            known = patients.byLocalId(transaction.handle(), organization, issuer, said.patientId());
            if (known.isEmpty()) {
                return new Matched(create(transaction, organization, issuer, said));
            }
        }
        return known.map(patient -> compare(transaction, patient, said))
                .orElse(new Unmatched(Reason.IDENTITY_INCOMPLETE));
    }

    private PatientResolution compare(Transaction transaction, Patient known, Demographics said) {
        if (contradicts(known, said)) {
            return new Unmatched(Reason.CONTRADICTS_KNOWN);
        }
        // Beside the Patient ID something else must have been compared: an id alone may be the last patient's.
        boolean second = PersonNames.agree(said.name(), known.name())
                || (said.knownSex() == known.sex()
                        && said.knownBirthDate().isPresent()
                        && said.knownBirthDate().equals(known.birthDate()));
        if (!second) {
            return new Unmatched(Reason.IDENTITY_INCOMPLETE);
        }
        if (known.identityMask().isEmpty()) {
            said.validIdentityNumber().ifPresent(number -> {
                patients.setIdentityNumber(transaction.handle(), known.id(), number);
                links.applyRule(transaction, known.id());
            });
        }
        return known.mergedInto()
                .map(survivor -> new Matched(survivor, Optional.of(known.id())))
                .orElseGet(() -> new Matched(known.id()));
    }

    private static boolean contradicts(Patient known, Demographics said) {
        Optional<LocalDate> birthDate = said.knownBirthDate();
        return PersonNames.contradict(said.name(), known.name())
                || known.sex().contradicts(said.knownSex())
                || (birthDate.isPresent() && known.birthDate().isPresent() && !birthDate.equals(known.birthDate()));
    }

    private PatientId create(Transaction transaction, OrganizationId organization, String issuer, Demographics said) {
        PatientId id = patients.insert(
                transaction,
                new Patients.Draft(
                        organization,
                        issuer,
                        Optional.of(said.patientId()),
                        PersonNames.display(said.name()),
                        said.knownSex(),
                        said.knownBirthDate(),
                        said.validIdentityNumber(),
                        Optional.empty()));
        audit.record(
                transaction,
                AuditEntry.success(INDEX, "patient.create")
                        .about("patient", id)
                        .ofPatient(id)
                        .with("issuer", issuer));
        links.applyRule(transaction, id);
        return id;
    }
}
