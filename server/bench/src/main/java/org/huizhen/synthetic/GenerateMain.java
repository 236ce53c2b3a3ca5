package org.huizhen.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code generate DIR --kind ct}: writes one fresh synthetic series into a folder, for storescu and for hand tests. */
@Command(
        name = "./huizhen generate",
        mixinStandardHelpOptions = true,
        description = "Writes one synthetic series into a folder, with fresh UIDs unless --seed is given.")
public final class GenerateMain implements Callable<Integer> {
    private enum Kind {
        ct,
        dx,
        us,
        ecg
    }

    @Parameters(index = "0", paramLabel = "DIR", description = "Folder to write to; made where missing.")
    private Path folder;

    @Option(names = "--kind", defaultValue = "ct", description = "ct, dx, us or ecg. Default: ${DEFAULT-VALUE}")
    private Kind kind;

    @Option(names = "--slices", defaultValue = "40", description = "Slices of a CT. Default: ${DEFAULT-VALUE}")
    private int slices;

    @Option(names = "--frames", defaultValue = "16", description = "Frames of a clip. Default: ${DEFAULT-VALUE}")
    private int frames;

    @Option(
            names = "--columns",
            defaultValue = "1536",
            description = "Width of a radiograph. Default: ${DEFAULT-VALUE}")
    private int columns;

    @Option(names = "--colour", description = "Ultrasound in colour.")
    private boolean colour;

    @Option(names = "--monochrome1", description = "Radiograph as MONOCHROME1.")
    private boolean monochrome1;

    @Option(names = "--finding", description = "The phantom carries a finding.")
    private boolean finding;

    @Option(names = "--rhythm", defaultValue = "NORMAL", description = "${COMPLETION-CANDIDATES}")
    private Rhythm rhythm;

    @Option(names = "--patient-name", defaultValue = "Ce^Shi=测^试")
    private String patientName;

    @Option(names = "--patient-id", description = "Default: a fresh one.")
    private String patientId;

    @Option(names = "--sex", defaultValue = "F", description = "M, F or O. Default: ${DEFAULT-VALUE}")
    private String sex;

    @Option(names = "--birth-date", defaultValue = "1961-04-12", description = "YYYY-MM-DD. Default: ${DEFAULT-VALUE}")
    private LocalDate birthDate;

    @Option(names = "--date", description = "Of the study, YYYY-MM-DD. Default: today")
    private LocalDate date;

    @Option(names = "--time", description = "Of the study, HH:MM. Default: now")
    private LocalTime time;

    @Option(names = "--accession", description = "Accession number. Default: a fresh one.")
    private String accession;

    @Option(names = "--description", description = "Study description. Default: by kind")
    private String description;

    @Option(names = "--body-part", description = "HEAD, CHEST, ABDOMEN, KNEE, HEART … Default: by kind")
    private String bodyPart;

    @Option(names = "--station", description = "AE title of the device. Default: CLINIC1_ and the kind")
    private String station;

    @Option(names = "--institution", defaultValue = "清河镇中心卫生院")
    private String institution;

    @Option(names = "--charset", defaultValue = "UTF_8", description = "${COMPLETION-CANDIDATES}")
    private TextEncoding encoding;

    @Option(names = "--seed", description = "The same seed gives the same UIDs and pixels.")
    private Long seed;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new GenerateMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    System.err.println("nothing generated: " + failure);
                    return 1;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        bounded("--slices", slices, 1, 5_000);
        bounded("--frames", frames, 1, 2_000);
        bounded("--columns", columns, 16, 8_192);
        Examination examination = examination();
        Files.createDirectories(folder);
        long bytes = 0;
        for (int index = 0; index < examination.scan().instances(); index++) {
            SyntheticInstance instance = examination.instance(index);
            instance.writeTo(folder);
            bytes += instance.file().length;
        }
        System.out.printf(
                "%d instances, %.1f MB, study %s, patient %s in %s%n",
                examination.scan().instances(),
                bytes / 1e6,
                examination.studyInstanceUid(),
                examination.patient().id(),
                folder);
        return 0;
    }

    private void bounded(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " is " + value + ", expected " + least + " to " + most);
        }
    }

    private Examination examination() {
        long chosen = seed != null ? seed : new SecureRandom().nextLong();
        String fresh = Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36 * 36), 36)
                .toUpperCase(Locale.ROOT);
        ZoneId zone = ZoneId.systemDefault();
        LocalDate day = date != null ? date : LocalDate.now(zone);
        LocalTime hour = time != null ? time : LocalTime.now(zone).truncatedTo(ChronoUnit.SECONDS);
        return new Examination(
                scan(),
                new SyntheticPatient(patientId != null ? patientId : "P" + fresh, patientName, sex, birthDate),
                new Device(
                        station != null ? station : "CLINIC1_" + scan().modality(),
                        institution,
                        "SYNTHETIC",
                        "Huizhen generator"),
                new Examination.Order(
                        day.atTime(hour),
                        accession != null ? accession : "A" + fresh,
                        description != null ? description : defaultDescription(),
                        bodyPart != null ? bodyPart : defaultBodyPart()),
                encoding,
                chosen);
    }

    private Scan scan() {
        return switch (kind) {
            case ct -> new Scan.Ct(slices, Math.max(1, 240.0 / slices), finding);
            case dx -> new Scan.Dx(columns, columns, 12, monochrome1, finding);
            case us -> new Scan.Us(frames, colour);
            case ecg -> new Scan.Ecg(rhythm);
        };
    }

    private String defaultDescription() {
        return switch (kind) {
            case ct -> "胸部CT平扫";
            case dx -> "胸部DR正位";
            case us -> "肝胆胰脾超声";
            case ecg -> "常规心电图";
        };
    }

    private String defaultBodyPart() {
        return switch (kind) {
            case ct, dx -> "CHEST";
            case us -> "ABDOMEN";
            case ecg -> "HEART";
        };
    }
}
