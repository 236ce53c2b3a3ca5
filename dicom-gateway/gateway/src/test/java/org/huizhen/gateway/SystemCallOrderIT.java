package org.huizhen.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kill does not show what a power cut loses: so the order of the system calls is looked at. */
class SystemCallOrderIT {
    private static final Pattern CALL = Pattern.compile("^(\\d+)\\s+(\\w+)\\(\\d+<([^>]*(?:>\\d+)?[^>]*)>.*");
    private static final Pattern RESUMED = Pattern.compile("^(\\d+)\\s+<\\.\\.\\. (\\w+) resumed>.*");

    private enum Step {
        WRITE,
        SYNC,
        ANSWER
    }

    @TempDir
    Path folder;

    @Test
    void bytesAndEntryAreSyncedBeforeTheResponseIsWritten() throws Exception {
        ReceptionIT.requireTool("strace");
        assumeTrue(straceWorks(), "strace may not trace here");
        Path trace = folder.resolve("trace.txt");
        int count = 8;
        try (GatewayProcess gateway =
                new GatewayProcess(folder.resolve("gateway"), "spool: {directory: spool, minimumFree: 1 MiB}")) {
            gateway.start(
                    "strace",
                    "-f",
                    "-yy",
                    "-s",
                    "0",
                    "--seccomp-bpf",
                    "-e",
                    "trace=write,writev,pwrite64,pwritev,sendto,sendmsg,fdatasync,fsync",
                    "-o",
                    trace.toString());
            try (DicomClient client =
                            DicomClient.builder().callingAeTitle("CT1").build();
                    ClientAssociation association = client.connect(
                            RemoteAe.of("127.0.0.1", gateway.dicomPort, "CLINIC1"),
                            List.of(new ProposedContext(TestInstance.CT, List.of(TestInstance.EXPLICIT))))) {
                for (int i = 0; i < count; i++) {
                    assertThat(association
                                    .store(TestInstance.ct("1.1." + i, "1.2", i, 64))
                                    .isSuccess())
                            .isTrue();
                }
            }
            List<Step> steps = steps(trace, ":" + gateway.dicomPort + "->");
            int answers = 0;
            int unsynced = 0;
            boolean written = false;
            for (Step step : steps) {
                switch (step) {
                    case WRITE -> {
                        unsynced++;
                        written = true;
                    }
                    case SYNC -> unsynced = 0;
                    case ANSWER -> {
                        if (written) {
                            answers++;
                            assertThat(unsynced)
                                    .as("unsynced writes before answer %d of %s", answers, steps)
                                    .isZero();
                            written = false;
                        }
                    }
                }
            }
            assertThat(answers).as("answers, each after a write").isEqualTo(count);
        }
    }

    /** Writes begin where they are called; syncs and answers count from where a sync has returned, and an answer begins. */
    private static List<Step> steps(Path trace, String dicomSocket) throws IOException {
        List<Step> steps = new ArrayList<>();
        Map<String, String> unfinished = new HashMap<>();
        for (String line : Files.readAllLines(trace)) {
            Matcher call = CALL.matcher(line);
            Matcher resumed = RESUMED.matcher(line);
            if (call.matches()) {
                String name = call.group(2);
                String target = call.group(3);
                boolean sync = name.equals("fdatasync") || name.equals("fsync");
                if (target.endsWith(".segment")) {
                    if (sync && line.contains("unfinished")) {
                        unfinished.put(call.group(1), name);
                    } else {
                        steps.add(sync ? Step.SYNC : Step.WRITE);
                    }
                } else if (!sync && line.contains(dicomSocket)) {
                    steps.add(Step.ANSWER);
                }
            } else if (resumed.matches() && resumed.group(2).equals(unfinished.get(resumed.group(1)))) {
                unfinished.remove(resumed.group(1));
                steps.add(Step.SYNC);
            }
        }
        return steps;
    }

    private static boolean straceWorks() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("strace", "-f", "--seccomp-bpf", "-o", "/dev/null", "true").start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
