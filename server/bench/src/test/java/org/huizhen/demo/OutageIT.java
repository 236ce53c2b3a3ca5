package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Freezes database or center for a while, as a full disk, a long check or a broken link would, while studies arrive: the
 * modality does not notice, and afterwards all of it is at the center once and whole, by itself. How long: system property
 * {@code huizhen.outage.seconds}, by default 8, in the fault suite 120.
 */
final class OutageIT {
    private static final boolean LONG = Boolean.getBoolean("huizhen.faults");
    private static final Duration OUTAGE =
            Duration.ofSeconds(Integer.getInteger("huizhen.outage.seconds", LONG ? 120 : 8));
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int STUDIES = LONG ? 20 : 4;
    private static final int SLICES = 12;
    /** What the gateway's memory may grow by, MiB: far less than what waits in its spool. */
    private static final long GROWTH = 96;

    @TempDir
    static Path data;

    private static DemoUnderTest demo;
    private static Rest reader;

    @BeforeAll
    static void startsTheDemo() throws IOException, InterruptedException {
        demo = DemoUnderTest.start(data.resolve("demo"));
        reader = demo.as("reader");
        arrives("W", () -> {}); // what starts with the first study is not counted as growth
    }

    @AfterAll
    static void stopsTheDemo() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void studiesArriveWhileTheDatabaseIsAway() throws IOException, InterruptedException {
        arrivesWhileFrozen("D", "postgres", () -> assertThat(ready()).isEqualTo(503));
        assertThat(ready()).as("ready again").isEqualTo(200);
    }

    @Test
    void studiesArriveWhileTheCenterIsAway() throws IOException, InterruptedException {
        arrivesWhileFrozen(
                "C",
                "server",
                () -> Deadline.await("the status page says so", LIMIT, PAUSE, () -> {
                    JsonNode status = status();
                    boolean stuck = status.at("/line/state").asText().equals("down")
                            && status.at("/level").asText().equals("stuck");
                    // that a frozen center does not answer shows when a request's time is up: too long for the short
                    // form
                    return (stuck || !LONG) && status.at("/waiting/instances").asInt() > 0;
                }));
        Deadline.await(
                "the status page says that all is sent",
                LIMIT,
                PAUSE,
                () -> status().at("/level").asText().equals("sent"));
    }

    private interface Meanwhile {
        void look() throws IOException, InterruptedException;
    }

    private static void arrivesWhileFrozen(String prefix, String process, Meanwhile meanwhile)
            throws IOException, InterruptedException {
        ProcessHandle frozen = ProcessHandle.of(demo.pid(process)).orElseThrow();
        long before = residentMiB();
        long began = System.nanoTime();
        long until = began + OUTAGE.toNanos();
        signal("STOP", frozen);
        arrives(prefix, () -> {
            try {
                meanwhile.look();
                Deadline.await("the end of the outage", OUTAGE.multipliedBy(2), PAUSE, () -> System.nanoTime() > until);
                assertThat(residentMiB() - before)
                        .as("MiB that the gateway grew by")
                        .isLessThan(GROWTH);
            } finally {
                signal("CONT", frozen);
            }
        });
        System.out.printf(
                "FAULTS outage of %s: %d s, %d instances, 0 lost, 0 doubled, 0 falsely complete, gateway %+d MiB%n",
                process,
                Duration.ofNanos(System.nanoTime() - began).toSeconds(),
                STUDIES * SLICES,
                residentMiB() - before);
    }

    /** Sends studies, waits for what is to happen, and for all of it at the center, once and whole. */
    private static void arrives(String prefix, Meanwhile meanwhile) throws IOException, InterruptedException {
        List<Sent> sent = new ArrayList<>();
        try {
            for (int i = 0; i < STUDIES; i++) {
                Sent one = Sent.ct(
                        data,
                        prefix + i,
                        "Ceshi^Zhongduan=测试^中断",
                        LocalDate.of(1950, 1, 1).plusDays(i),
                        SLICES);
                demo.storescu("CLINIC1_CT", one.folder()); // fails where the gateway does not take all of it
                sent.add(one);
            }
        } finally {
            meanwhile.look();
        }
        for (Sent one : sent) {
            JsonNode study = DemoUnderTest.await(
                    reader,
                    "/studies",
                    found -> found.path("studyInstanceUid").asText().equals(one.studyUid())
                            && found.at("/completeness/received").asInt() == SLICES
                            && found.at("/completeness/announced").asInt() == SLICES);
            assertThat(study.path("instances").asInt()).isEqualTo(SLICES);
            assertThat(study.path("conflicts").asInt()).isZero();
        }
        List<String> uids = sent.stream().map(Sent::studyUid).toList();
        assertThat(reader.list("/studies").stream()
                        .map(study -> study.path("studyInstanceUid").asText())
                        .filter(uids::contains))
                .containsExactlyInAnyOrderElementsOf(uids);
    }

    private static long residentMiB() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + demo.pid("gateway") + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
            }
        }
        return 0;
    }

    private static JsonNode status() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(demo.statusUrl() + "/api/status"))
                    .build();
            return new ObjectMapper()
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        }
    }

    private static int ready() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(demo.url() + "/health/ready"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** To the process and all that it has started. */
    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        Stream.concat(Stream.of(process), process.descendants())
                .forEach(each -> command.add(Long.toString(each.pid())));
        new ProcessBuilder("sh", "-c", String.join(" ", command) + " 2>/dev/null || true")
                .start()
                .waitFor();
    }
}
