package org.huizhen.server.reading;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

/** What reading needs to know of a study: a row of imaging's published view {@code study_summary}. */
record StudyFacts(
        StudyId id,
        String studyInstanceUid,
        OrganizationId organization,
        String organizationName,
        Optional<PatientId> patient,
        Optional<MasterPatientId> masterPatient,
        String patientName,
        String patientSex,
        LocalDate patientBirthDate,
        String modality,
        String bodyPart,
        boolean contrast,
        String description,
        String accessionNumber,
        Instant studyAt,
        String state,
        boolean matched,
        int received,
        int announced,
        OptionalInt expected,
        String certainty,
        int conflicts,
        Instant receivedAt) {
    private static final Duration CLOCK_MAY_DIFFER = Duration.ofMinutes(5);

    /** Instances that should be there, as far as anybody has said. */
    int wanted() {
        return Math.max(announced, expected.orElse(0));
    }

    /** Its images were waste: it is taken again, not read. */
    boolean rejected() {
        return state.equals("rejected");
    }

    boolean whole() {
        return received >= wanted();
    }

    /** How far the modality's clock ran ahead of ours when the study came; what is told late is no wrong clock. */
    Optional<Duration> clockAhead() {
        if (studyAt == null || receivedAt == null) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(receivedAt, studyAt))
                .filter(ahead -> ahead.compareTo(CLOCK_MAY_DIFFER) > 0);
    }

    Subject subject() {
        Subject subject = Subject.of(organization).withStudy(id);
        if (patient.isPresent()) {
            subject = subject.withPatient(patient.get());
        }
        return masterPatient.isPresent() ? subject.withMasterPatient(masterPatient.get()) : subject;
    }
}
