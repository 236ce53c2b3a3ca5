package org.huizhen.gateway.spool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A study's line in the state log, so that the status page still shows it when its bytes are gone. */
final class StudyLine {
    private static final int FIELDS = 16;

    private StudyLine() {}

    static String write(Study study) {
        InstanceHeader header = study.header;
        return String.join(
                "\t",
                "T",
                clean(study.uid),
                Integer.toString(study.confirmed),
                Integer.toString(study.quarantined),
                Integer.toString(study.duplicates),
                study.firstReceivedAt.toString(),
                study.lastReceivedAt.toString(),
                clean(String.join("\\", study.devices)),
                clean(header.seriesInstanceUid()),
                clean(header.patientId()),
                clean(header.patientName()),
                clean(header.patientSex()),
                clean(header.patientBirthDate()),
                clean(header.modality()),
                clean(header.studyDate()),
                clean(header.studyDescription()));
    }

    static Optional<Study> read(String line) {
        String[] field = line.split("\t", -1);
        if (field.length != FIELDS || !field[0].equals("T")) {
            return Optional.empty();
        }
        InstanceHeader header = new InstanceHeader(
                field[1], field[8], field[9], field[10], field[11], field[12], field[13], field[14], field[15]);
        Study study = new Study(field[1], header, Instant.parse(field[5]));
        study.confirmed = Integer.parseInt(field[2]);
        study.quarantined = Integer.parseInt(field[3]);
        study.duplicates = Integer.parseInt(field[4]);
        study.lastReceivedAt = Instant.parse(field[6]);
        study.devices.addAll(List.of(field[7].split("\\\\")));
        return Optional.of(study);
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
