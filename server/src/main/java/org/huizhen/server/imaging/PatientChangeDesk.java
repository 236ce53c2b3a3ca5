package org.huizhen.server.imaging;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.StudyPlace;

/**
 * Moving matched studies to another patient (safety.md): one person asks and says why, a second one confirms; while a report
 * is written or stands it is refused, since the report names the patient: withdraw it first.
 */
final class PatientChangeDesk {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final PatientFeature patients;
    private final StudyPatients places;
    private final Studies studies = new Studies();
    private final PatientChanges changes = new PatientChanges();

    PatientChangeDesk(Database database, Access access, AuditLog audit, PatientFeature patients, StudyPatients places) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.patients = patients;
        this.places = places;
    }

    /** What is asked for; either an existing patient or a new one. */
    record Wish(List<StudyId> studies, PatientId patientId, PatientFeature.Draft patient, String reason) {}

    /**
     * @throws ApiException {@code invalid-request} for studies of several patients or none, {@code conflict} when a request
     *     for one of them waits already, {@code report-stands}
     */
    PatientChange request(Actor.Person actor, Wish wish) {
        return database.write(transaction -> {
            List<StudyOverview> wanted = wish.studies().stream()
                    .distinct()
                    .sorted(Comparator.comparing(StudyId::toString))
                    .map(id -> allowed(transaction, actor, Permission.STUDY_MATCH, id))
                    .toList();
            StudyOverview first = wanted.getFirst();
            for (StudyOverview study : wanted) {
                if (!study.matched() || !study.patientId().equals(first.patientId())) {
                    throw ApiException.invalid("studyIds", "one-patient", "studies of one patient");
                }
            }
            List<StudyId> ids = wanted.stream().map(StudyOverview::id).toList();
            if (changes.waiting(transaction.handle(), ids)) {
                throw new ApiException(ErrorCode.CONFLICT);
            }
            places.requireUnreported(transaction.handle(), ids);
            PatientId from = first.patientId().orElseThrow();
            PatientId to = wish.patientId() != null
                    ? existing(transaction, wish.patientId(), first)
                    : patients.register(transaction, actor, first.organizationId(), wish.patient());
            if (to.equals(from)) {
                throw ApiException.invalid("patientId", "same", "patientId");
            }
            PatientChange change = new PatientChange(
                    Uuids.next(),
                    1,
                    PatientChange.State.REQUESTED,
                    first.organizationId(),
                    from,
                    to,
                    ids,
                    wish.reason(),
                    new PatientChange.Person(actor.userId(), actor.displayName()),
                    transaction.now(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            changes.insert(transaction, change);
            record(transaction, actor, "study.changePatient.request", change, wish.reason());
            return change;
        });
    }

    /**
     * The second person agrees: the studies are the other patient's from now on.
     *
     * @throws ApiException {@code same-person} for the one who asked, {@code wrong-state}, {@code report-stands},
     *     {@code conflict} when a study has moved since
     */
    PatientChange confirm(Actor.Person actor, UUID id) {
        return decide(actor, id, PatientChange.State.CONFIRMED, Optional.empty(), (transaction, change) -> {
            List<StudyPlace> before = change.studies().stream()
                    .map(study -> places.lock(transaction, study))
                    .toList();
            if (before.stream().anyMatch(place -> !place.patient().equals(Optional.of(change.from())))) {
                throw new ApiException(ErrorCode.CONFLICT);
            }
            places.requireUnreported(transaction.handle(), change.studies());
            PatientId to = patients.find(transaction.handle(), change.to())
                    .flatMap(Patient::mergedInto)
                    .orElse(change.to());
            List<StudyPlace> after = change.studies().stream()
                    .map(study -> new StudyPlace(study, Optional.of(to), true, Optional.empty()))
                    .toList();
            after.forEach(place -> places.put(transaction, actor, place, change.reason()));
            patients.recordChanged(transaction, actor, change.organization(), before, after, change.reason());
        });
    }

    PatientChange refuse(Actor.Person actor, UUID id, String note) {
        return decide(actor, id, PatientChange.State.REFUSED, Optional.of(note), (transaction, change) -> {});
    }

    /** The one who asked takes it back. @throws ApiException {@code not-allowed} for anybody else */
    PatientChange withdraw(Actor.Person actor, UUID id) {
        return decide(actor, id, PatientChange.State.WITHDRAWN, Optional.empty(), (transaction, change) -> {});
    }

    private interface Effect {
        void apply(Transaction transaction, PatientChange change);
    }

    private PatientChange decide(
            Actor.Person actor, UUID id, PatientChange.State state, Optional<String> note, Effect effect) {
        return database.write(transaction -> {
            PatientChange change =
                    changes.lock(transaction.handle(), id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(transaction.handle(), actor, Permission.STUDY_CONFIRM, Subject.of(change.organization()));
            boolean own = change.requestedBy().id().equals(actor.userId());
            if (state == PatientChange.State.WITHDRAWN && !own) {
                throw new ApiException(ErrorCode.NOT_ALLOWED);
            }
            if (state != PatientChange.State.WITHDRAWN && own) {
                throw new ApiException(ErrorCode.SAME_PERSON);
            }
            if (change.state() != PatientChange.State.REQUESTED) {
                throw new ApiException(
                        ErrorCode.WRONG_STATE, Map.of("state", change.state().identifier(), "allowed", List.of()));
            }
            effect.apply(transaction, change);
            record(transaction, actor, "study.changePatient." + state.identifier(), change, note.orElse(""));
            return changes.decide(
                    transaction, id, state, new PatientChange.Person(actor.userId(), actor.displayName()), note);
        });
    }

    private void record(Transaction transaction, Actor actor, String action, PatientChange change, String reason) {
        for (StudyId study : change.studies()) {
            audit.record(
                    transaction,
                    AuditEntry.success(actor, action)
                            .about("study", study)
                            .ofPatient(change.from())
                            .with("to", change.to().toString())
                            .with("request", change.id().toString())
                            .with("reason", reason));
        }
    }

    private StudyOverview allowed(Transaction transaction, Actor actor, Permission permission, StudyId id) {
        studies.lock(transaction.handle(), id);
        StudyOverview study = studies.find(transaction.handle(), id)
                .orElseThrow(() -> ApiException.invalid("studyIds", "unknown", "studyIds"));
        access.require(transaction.handle(), actor, permission, study.subject());
        return study;
    }

    private PatientId existing(Transaction transaction, PatientId id, StudyOverview study) {
        Patient patient = patients.find(transaction.handle(), id)
                .orElseThrow(() -> ApiException.invalid("patientId", "unknown", "patientId"));
        if (!patient.organizationId().equals(study.organizationId())) {
            throw ApiException.invalid("patientId", "other-organization", "patientId");
        }
        return patient.mergedInto().orElse(patient.id());
    }
}
