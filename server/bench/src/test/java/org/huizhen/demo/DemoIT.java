package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.synthetic.Device;
import org.huizhen.synthetic.Examination;
import org.huizhen.synthetic.Scan;
import org.huizhen.synthetic.SyntheticPatient;
import org.huizhen.synthetic.TextEncoding;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMillis(50);

    @TempDir
    static Path data;

    private static DemoUnderTest demo;

    @BeforeAll
    static void startsTheDemo() throws IOException, InterruptedException {
        demo = DemoUnderTest.start(data);
    }

    @AfterAll
    static void stopsTheDemo() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void holdsTheSampleStudiesWithTheirNames() throws IOException, InterruptedException {
        List<JsonNode> studies = demo.as("reader").list("/studies");
        assertThat(studies).hasSizeGreaterThanOrEqualTo(60);
        Set<String> names = studies.stream()
                .map(study -> study.path("patient").path("name").asText())
                .collect(Collectors.toSet());
        assertThat(names)
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(name).matches(".*\\p{IsHan}.*").doesNotContain("�"));
    }

    @Test
    void showsEveryStateInTheWorklist() throws IOException, InterruptedException {
        Set<String> states = demo.as("reader").list("/reading-requests").stream()
                .map(request -> request.path("status").asText())
                .collect(Collectors.toSet());
        assertThat(states).contains("submitted", "claimed", "written", "returned", "final");
    }

    @Test
    void putsAFreshSeriesFromAModalityOnTheWorklist() throws IOException, InterruptedException {
        Examination examination = examination();
        Path series = Files.createDirectories(data.resolve("config/series"));
        for (int index = 0; index < examination.scan().instances(); index++) {
            examination.instance(index).writeTo(series);
        }
        demo.storescu("CLINIC1_CT", series);
        JsonNode request = DemoUnderTest.await(
                demo.as("reader"),
                "/reading-requests?status=submitted",
                item -> item.path("study").path("studyInstanceUid").asText().equals(examination.studyInstanceUid()));
        assertThat(request.path("patient").path("name").asText()).contains("王");
        assertThat(request.path("modality").asText()).isEqualTo("CT");
    }

    @Test
    void startsAKilledServerAgain() throws IOException, InterruptedException {
        long before = demo.pid("server");
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        Deadline.await("a new server", LIMIT, PAUSE, () -> demo.pid("server") != before);
        Readiness.awaitHttp("the center", demo.url() + "/health/ready");
        assertThat(demo.as("reader").list("/studies")).hasSizeGreaterThanOrEqualTo(60);
    }

    @Test
    void startsAKilledGatewayAgain() throws IOException, InterruptedException {
        long before = demo.pid("gateway");
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        Deadline.await("a new gateway", LIMIT, PAUSE, () -> demo.pid("gateway") != before);
        Readiness.awaitPort("the gateway's DICOM port", demo.dicomPort());
    }

    private static Examination examination() {
        return new Examination(
                new Scan.Ct(12, 5, true),
                new SyntheticPatient("E2E-1", "Wang^Xiaoming=王^小明", "M", LocalDate.of(1980, 2, 3)),
                new Device("CLINIC1_CT", "清河镇中心卫生院", "SYNTHETIC", "generator"),
                new Examination.Order(LocalDateTime.now(DemoOrigin.ZONE).withNano(0), "E2E0001", "胸部CT平扫", "CHEST"),
                TextEncoding.GB18030,
                System.nanoTime());
    }
}
