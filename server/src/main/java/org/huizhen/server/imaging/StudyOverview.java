package org.huizhen.server.imaging;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

/** A study as lists and pages show it: a row of the view {@code study_summary}. */
record StudyOverview(
        StudyId id,
        long version,
        String studyInstanceUid,
        OrganizationId organizationId,
        String organizationName,
        Optional<PatientId> patientId,
        Optional<MasterPatientId> masterPatientId,
        Optional<String> patientName,
        Optional<String> patientSex,
        Optional<LocalDate> patientBirthDate,
        String modality,
        Optional<String> bodyPart,
        Optional<String> description,
        Optional<String> accessionNumber,
        Instant studyAt,
        int series,
        int instances,
        String state,
        boolean matched,
        Optional<String> unmatchedReason,
        int received,
        int announced,
        Optional<Integer> expected,
        String certainty,
        int conflicts,
        Instant receivedAt) {

    Subject subject() {
        Subject subject = Subject.of(organizationId).withStudy(id);
        if (patientId.isPresent()) {
            subject = subject.withPatient(patientId.get());
        }
        return masterPatientId.isPresent() ? subject.withMasterPatient(masterPatientId.get()) : subject;
    }

    /** Keeps patient data out of logs. */
    @Override
    public String toString() {
        return "StudyOverview[" + id + "]";
    }
}
