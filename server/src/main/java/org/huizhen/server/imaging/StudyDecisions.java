package org.huizhen.server.imaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.imaging.ingest.Completeness;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;

/** What people decide of a study: whose it is, and that the modality has finished. */
final class StudyDecisions {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final PatientFeature patients;
    private final Completeness completeness;
    private final Studies studies = new Studies();

    StudyDecisions(
            Database database, Access access, AuditLog audit, PatientFeature patients, Completeness completeness) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.patients = patients;
        this.completeness = completeness;
    }

    /** Gives a study to an existing patient of its organization, or to a new one. */
    StudyOverview match(Context context, Actor actor, StudyId id, StudyResource.MatchRequest request) {
        if (request.reason() == null || request.reason().isBlank()) {
            throw ApiException.invalid("reason", "required", "reason");
        }
        return database.write(transaction -> {
            studies.lock(transaction.handle(), id);
            StudyOverview study = allowed(transaction, actor, Permission.STUDY_MATCH, id);
            IfMatch.check(context, study.version());
            PatientId patient = request.patientId() != null
                    ? existing(transaction, request.patientId(), study)
                    : patients.register(transaction, actor, study.organizationId(), request.patient());
            studies.match(transaction, id, patient);
            StudyOverview after = studies.find(transaction.handle(), id).orElseThrow();
            AuditEntry entry = AuditEntry.success(actor, "study.match")
                    .about("study", id)
                    .ofPatient(patient)
                    .with("reason", request.reason());
            audit.record(
                    transaction,
                    study.patientId()
                            .map(before -> entry.with("before", before.toString()))
                            .orElse(entry));
            transaction.publish(Event.of(
                    "study.matched",
                    "study",
                    id,
                    after.version(),
                    after.organizationId(),
                    transaction.now(),
                    JsonNodeFactory.instance.objectNode().put("patientId", patient.toString())));
            return after;
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
