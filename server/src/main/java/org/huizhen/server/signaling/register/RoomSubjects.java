package org.huizhen.server.signaling.register;

import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/** Finds what a room is to be about, and asks whether its opener may see that. */
final class RoomSubjects {
    private final Access access;
    private final PatientFeature patients;
    private final RequestStudies requests;

    RoomSubjects(Access access, PatientFeature patients, RequestStudies requests) {
        this.access = access;
        this.patients = patients;
        this.requests = requests;
    }

    /** @param id of a local patient, or of a master patient: then the first of theirs that the person may see */
    RoomRecord.About ofPatient(Handle handle, Actor.Person person, UUID id) {
        PatientId patient = patients.find(handle, new PatientId(id)).isPresent()
                ? new PatientId(id)
                : patients.linked(handle, id).stream()
                        .filter(local ->
                                access.may(handle, person, Permission.PATIENT_READ, patients.subject(handle, local)))
                        .findFirst()
                        .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Subject subject = patients.subject(handle, patient);
        access.require(handle, person, Permission.PATIENT_READ, subject);
        return new RoomRecord.About(
                subject.organization(), Optional.of(patient), Optional.empty(), Optional.empty(), Optional.empty());
    }

    RoomRecord.About ofRequest(Handle handle, Actor.Person person, ReadingRequestId request) {
        StudyId study = requests.studyOf(handle, request).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Found found = handle.createQuery("""
                        select organization_id, patient_id, master_patient_id, study_instance_uid from study_summary
                        where study_id = :id
                        """)
                .bind("id", study)
                .map((row, context) -> new Found(
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        RoomRows.id(row, "patient_id", PatientId::new),
                        RoomRows.id(row, "master_patient_id", MasterPatientId::new),
                        row.getString("study_instance_uid")))
                .findOne()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        access.require(handle, person, Permission.STUDY_READ, found.subject(study));
        return new RoomRecord.About(
                found.organization(),
                found.patient(),
                Optional.of(request),
                Optional.of(study),
                Optional.of(found.uid()));
    }

    private record Found(
            OrganizationId organization, Optional<PatientId> patient, Optional<MasterPatientId> master, String uid) {
        Subject subject(StudyId study) {
            return new Subject(organization, patient, master, Optional.of(study));
        }
    }
}
