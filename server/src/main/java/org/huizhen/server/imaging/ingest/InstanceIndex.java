package org.huizhen.server.imaging.ingest;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import org.huizhen.server.patient.Demographics;

/** What the index keeps of one instance. */
record InstanceIndex(
        Demographics patient, Optional<LocalDate> birthDate, Study study, Series series, Instance instance) {

    /** @param at when it was acquired, as the device said; empty where it said nothing usable */
    record Study(
            String uid,
            Optional<LocalDate> date,
            Optional<LocalTime> time,
            Optional<Instant> at,
            Optional<String> accessionNumber,
            Optional<String> description,
            Optional<String> label,
            Optional<String> referringPhysician) {}

    record Series(
            String uid,
            Optional<String> modality,
            Optional<Integer> number,
            Optional<String> description,
            Optional<String> bodyPart,
            Optional<String> laterality,
            boolean contrast,
            Optional<String> stationName,
            Optional<String> manufacturer,
            Optional<LocalDate> performedDate) {}

    /** @param characterSet what the text is really in, where it is labelled wrongly */
    record Instance(
            String uid,
            String sopClassUid,
            String transferSyntaxUid,
            Optional<Integer> number,
            Optional<Integer> rows,
            Optional<Integer> columns,
            Optional<Integer> bitsAllocated,
            Optional<Integer> frames,
            Optional<String> characterSet) {}

    /** The same for the same words about the patient; instances of one study normally share it. */
    long patientKey() {
        return PatientWords.key(patient);
    }
}
