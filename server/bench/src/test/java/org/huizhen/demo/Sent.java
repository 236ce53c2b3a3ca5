package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.huizhen.synthetic.Device;
import org.huizhen.synthetic.Examination;
import org.huizhen.synthetic.Scan;
import org.huizhen.synthetic.SyntheticPatient;
import org.huizhen.synthetic.TextEncoding;

/** A fresh series in a folder, as a modality of CLINIC1 would send it. */
record Sent(Examination examination, Path folder) {

    static Sent ct(Path parent, String patientId, String name, LocalDate birthDate, int slices) throws IOException {
        SyntheticPatient patient = new SyntheticPatient(patientId, name, "M", birthDate);
        return of(parent, patient, new Scan.Ct(slices, 5, true), slices, "胸部CT平扫", "CHEST");
    }

    private static Sent of(
            Path parent, SyntheticPatient patient, Scan scan, int instances, String description, String bodyPart)
            throws IOException {
        Examination examination = new Examination(
                scan,
                patient,
                new Device("CLINIC1_" + scan.modality(), "清河镇中心卫生院", "SYNTHETIC", "generator"),
                new Examination.Order(
                        LocalDateTime.now(DemoOrigin.ZONE).withNano(0),
                        "E" + Long.toString(System.nanoTime(), 36),
                        description,
                        bodyPart),
                TextEncoding.GB18030,
                System.nanoTime());
        Path folder = Files.createTempDirectory(Files.createDirectories(parent), "series");
        for (int index = 0; index < instances; index++) {
            examination.instance(index).writeTo(folder);
        }
        return new Sent(examination, folder);
    }

    String studyUid() {
        return examination.studyInstanceUid();
    }
}
