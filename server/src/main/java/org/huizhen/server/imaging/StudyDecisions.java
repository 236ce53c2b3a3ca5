package org.huizhen.server.imaging;

import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.imaging.ingest.Completeness;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.StudyPlace;

/** What people decide of a study: whose it is, and that the modality has finished. */
final class StudyDecisions {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final PatientFeature patients;
    private final StudyPatients places;
    private final Completeness completeness;
    private final StudyRejection rejection;
    private final Studies studies = new Studies();

    StudyDecisions(
            Database database,
            Access access,
            AuditLog audit,
            PatientFeature patients,
            StudyPatients places,
            Completeness completeness) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.patients = patients;
        this.places = places;
        this.completeness = completeness;
        this.rejection = new StudyRejection(audit);
    }

    /**
     * Gives an unmatched study to an existing patient of its organization, or to a new one.
     *
     * @throws ApiException {@code wrong-state} for a matched study: moving it takes two persons
     */
    StudyOverview match(Context context, Actor actor, StudyId id, StudyResource.MatchRequest request) {
        if (request.reason() == null || request.reason().isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        return database.write(transaction -> {
            studies.lock(transaction.handle(), id);
            StudyOverview study = allowed(transaction, actor, Permission.STUDY_MATCH, id);
            IfMatch.check(context, study.version());
            StudyPlace before = places.lock(transaction, id);
            if (before.matched()) {
                throw new ApiException(
                        ErrorCode.WRONG_STATE, Map.of("state", "matched", "allowed", List.of("patient-changes")));
            }
            PatientId patient = request.patientId() != null
                    ? existing(transaction, request.patientId(), study)
                    : patients.register(transaction, actor, study.organizationId(), request.patient());
            StudyPlace after = new StudyPlace(id, Optional.of(patient), true, Optional.empty());
            places.put(transaction, actor, after, request.reason());
            if (actor instanceof Actor.Person person) {
                patients.recordAssigned(
                        transaction,
                        person,
                        study.organizationId(),
                        before,
                        after,
                        request.reason().strip());
            }
            return studies.find(transaction.handle(), id).orElseThrow();
        });
    }

    /** The technician says that the modality has finished. */
    StudyOverview complete(Actor actor, StudyId id) {
        return database.write(transaction -> {
            StudyOverview study = allowed(transaction, actor, Permission.STUDY_SEND, id);
            if (study.state().equals("rejected")) {
                throw new ApiException(
                        ErrorCode.WRONG_STATE, Map.of("state", study.state(), "allowed", List.of("arriving")));
            }
            completeness.finished(transaction, id);
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "study.confirmComplete").about("study", id));
            return studies.find(transaction.handle(), id).orElseThrow();
        });
    }

    /**
     * The clinic says that images which were sent back as waste stand.
     *
     * @throws ApiException {@code wrong-state} for a study that is not rejected
     */
    StudyOverview restore(Actor actor, StudyId id, String reason) {
        if (reason == null || reason.isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        return database.write(transaction -> {
            studies.lock(transaction.handle(), id);
            StudyRejection.requireRejected(allowed(transaction, actor, Permission.STUDY_SEND, id));
            rejection.restore(transaction, actor, id, reason.strip());
            return studies.find(transaction.handle(), id).orElseThrow();
        });
    }

    private StudyOverview allowed(Transaction transaction, Actor actor, Permission permission, StudyId id) {
        StudyOverview study =
                studies.find(transaction.handle(), id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        access.require(transaction.handle(), actor, permission, study.subject());
        return study;
    }

    /** Patients are local: a study goes to one that its own organization knows. */
    private PatientId existing(Transaction transaction, PatientId id, StudyOverview study) {
        Patient patient = patients.find(transaction.handle(), id)
                .orElseThrow(() -> ApiException.invalid("patientId", "unknown", "patientId"));
        if (!patient.organizationId().equals(study.organizationId())) {
            throw ApiException.invalid("patientId", "other-organization", "patientId");
        }
        return patient.mergedInto().orElse(patient.id());
    }
}
