package org.huizhen.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.config.GatewaySettings;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.gateway.forward.ScriptedCenter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway on a file system that is full: modalities are told so, and it goes on by itself once there is room. */
final class FullDiskIT {
    @TempDir
    Path folder;

    private SmallDisk disk;
    private ScriptedCenter center;
    private Gateway gateway;
    private int sent;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        disk = SmallDisk.mount(folder.resolve("small"), 8);
        center = new ScriptedCenter();
        gateway = Gateway.start(settings(), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        if (gateway != null) {
            gateway.close();
        }
        if (center != null) {
            center.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void refusesWhatHasNoRoomShowsItAndGoesOnOnceTheCenterHasTakenWhatWaits() {
        List<TestInstance> stored = new ArrayList<>();
        try (ClientAssociation association = connect()) {
            TestInstance next = next();
            Status answer = association.store(next);
            while (answer.isSuccess()) {
                stored.add(next);
                next = next();
                answer = association.store(next);
            }
            assertThat(answer).isEqualTo(Status.OUT_OF_RESOURCES);
            assertThat(stored).hasSizeGreaterThan(20);
        }
        assertThat(get("/api/status")).contains("\"full\":true").contains("\"level\":\"attention\"");
        assertThat(get("/api/status")).contains("disk_full");
        assertThat(get("/health/ready")).contains("no room");
        assertThat(get("/metrics")).contains("huizhen_gateway_waiting_instances " + stored.size() + ".0");

        center.pairing().store(folder.resolve("center.yaml"));
        Eventually.until("all that was taken at the center", () -> center.instances.size() == stored.size());
        stored.forEach(
                one -> assertThat(center.instances.get(one.sopInstanceUid())).isEqualTo(one.data()));
        Eventually.until("room again", () -> get("/health/ready").equals("ready"));
        TestInstance late = next();
        try (ClientAssociation association = connect()) {
            assertThat(association.store(late)).isEqualTo(Status.SUCCESS);
        }
        Eventually.until("the late one at the center", () -> center.instances.containsKey(late.sopInstanceUid()));
        assertThat(get("/metrics")).contains("huizhen_gateway_refused_instances 0.0");
    }

    @Test
    void keepsNothingHalfWrittenWhenAnotherProgramFillsTheDiskMeanwhile() throws Exception {
        List<TestInstance> stored = new ArrayList<>();
        try (ClientAssociation association = connect()) {
            for (int round = 0; round < 5; round++) {
                TestInstance before = next();
                assertThat(association.store(before)).isEqualTo(Status.SUCCESS);
                stored.add(before);
                try (AutoCloseable filled = disk.fill(40_000)) {
                    assertThat(association.store(next())).isEqualTo(Status.OUT_OF_RESOURCES);
                }
                Eventually.until("room again", () -> get("/health/ready").equals("ready"));
            }
        }
        gateway.close();
        gateway = Gateway.start(settings(), Clock.systemUTC());
        assertThat(gateway.spool().ledger().totals().waitingInstances()).isEqualTo(stored.size());
        assertThat(gateway.spool().ledger().totals().damaged()).isZero();
        center.pairing().store(folder.resolve("center.yaml"));
        Eventually.until("all at the center", () -> center.instances.size() == stored.size());
        stored.forEach(
                one -> assertThat(center.instances.get(one.sopInstanceUid())).isEqualTo(one.data()));
    }

    private TestInstance next() {
        sent++;
        return TestInstance.ct("1.2.3.4." + sent, "1.2.3", sent, 240);
    }

    private GatewaySettings settings() throws IOException {
        Path file = folder.resolve("gateway.yaml");
        Files.writeString(file, """
                name: 城关镇卫生院
                dicom: {aeTitle: CLINIC1, address: 127.0.0.1, port: %d, unknown: loopback}
                http: {port: %d}
                center: {pairing: center.yaml, telephone: "0571-12345"}
                forward: {firstRetry: 50ms, longestRetry: 200ms, heartbeat: 100ms}
                spool: {directory: %s, minimumFree: 1 MiB, segmentSize: 1 MiB}
                """.formatted(
                        FreePorts.next(), FreePorts.next(), disk.folder().resolve("spool")));
        return GatewaySettings.load(file).orThrow();
    }

    private String get(String path) {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.statusPort() + path))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private ClientAssociation connect() {
        return DicomClient.builder()
                .callingAeTitle("CT1")
                .build()
                .connect(
                        RemoteAe.of("127.0.0.1", gateway.dicomAddress().getPort(), "CLINIC1"),
                        List.of(new ProposedContext(TestInstance.CT, List.of(TestInstance.EXPLICIT))));
    }
}
