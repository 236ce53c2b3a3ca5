package org.huizhen.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewaySettingsTest {
    @TempDir
    Path folder;

    @Test
    void emptyFileGivesTheDefaults() throws IOException {
        GatewaySettings settings = load("").orThrow();

        assertThat(settings.name()).isEqualTo("诊所");
        assertThat(settings.zone().getId()).isEqualTo("Asia/Shanghai");
        assertThat(settings.dicom())
                .isEqualTo(new GatewaySettings.Dicom(
                        "HUIZHEN",
                        "0.0.0.0",
                        11113,
                        GatewaySettings.Unknown.REFUSE,
                        List.of(),
                        64,
                        Duration.ofMinutes(1)));
        assertThat(settings.http()).isEqualTo(new GatewaySettings.Http("127.0.0.1", 8445, Optional.empty()));
        assertThat(settings.center())
                .isEqualTo(new GatewaySettings.Center(
                        Optional.empty(), Optional.empty(), folder.resolve("data/gateway/center.yaml"), ""));
        assertThat(settings.spool())
                .isEqualTo(new GatewaySettings.Spool(
                        folder.resolve("data/gateway/spool"), 256L << 20, 2L << 30, 4L << 30));
        assertThat(settings.forward())
                .isEqualTo(new GatewaySettings.Forward(
                        8, 8L << 20, 100, true, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofSeconds(10)));
        assertThat(settings.logging().directory()).isEqualTo(folder.resolve("data/gateway/logs"));
    }

    @Test
    void shippedFileStatesTheDefaults() throws IOException {
        GatewaySettings shipped =
                load(Files.readString(Path.of("gateway.yaml"))).orThrow();

        assertThat(shipped).isEqualTo(load("").orThrow());
    }

    @Test
    void tellsItsFileFromTheCenters() {
        assertThat(GatewaySettings.describedBy(Path.of("gateway.yaml"))).isTrue();
        assertThat(GatewaySettings.describedBy(Path.of("server.yaml"))).isFalse();
    }

    @Test
    void tellsItsFileByItsKeysWhateverItIsCalled() throws IOException {
        Path clinic = Files.writeString(folder.resolve("clinic7.yaml"), "name: x\nspool: {directory: s}\n");

        assertThat(GatewaySettings.describedBy(clinic)).isTrue();
    }

    @Test
    void missingFileIsNamedWithoutALine() {
        assertThat(GatewaySettings.load(folder.resolve("absent.yaml")).problems())
                .singleElement()
                .asString()
                .endsWith("absent.yaml: the file does not exist. Give the path of an existing file");
    }

    @Test
    void readsEveryKey() throws IOException {
        String pin =
                CertificatePin.isWellFormed("sha256/" + "A".repeat(43) + "=") ? "sha256/" + "A".repeat(43) + "=" : "";
        GatewaySettings settings = load("""
                name: 城关镇卫生院
                zone: UTC
                dicom:
                  aeTitle: CLINIC1
                  address: 127.0.0.1
                  port: 8083
                  unknown: loopback
                  maximumAssociations: 3
                  idle: 10s
                  devices:
                    - {aeTitle: CT1, address: 10.0.0.5, characterSet: GB18030, name: CT 室, priority: emergency}
                    - {aeTitle: DR 1}
                http: {address: 0.0.0.0, port: 8084, pin: "4711"}
                center: {url: "https://center:8443", certificatePin: "%s", pairing: /p.yaml, telephone: "120"}
                spool: {directory: /spool, segmentSize: 8 MiB, minimumFree: 1 GiB, largestInstance: 1 GiB}
                forward: {connections: 4, batchBytes: 1 MiB, batchInstances: 10, compress: false, firstRetry: 100ms, longestRetry: 2s, heartbeat: 3s}
                logging: {directory: /logs, level: warn}
                """.formatted(pin)).orThrow();

        assertThat(settings.name()).isEqualTo("城关镇卫生院");
        assertThat(settings.dicom())
                .isEqualTo(new GatewaySettings.Dicom(
                        "CLINIC1",
                        "127.0.0.1",
                        8083,
                        GatewaySettings.Unknown.LOOPBACK,
                        List.of(
                                new GatewaySettings.Device(
                                        "CT1",
                                        Optional.of("10.0.0.5"),
                                        Optional.of("GB18030"),
                                        "CT 室",
                                        GatewaySettings.Priority.EMERGENCY),
                                new GatewaySettings.Device(
                                        "DR 1",
                                        Optional.empty(),
                                        Optional.empty(),
                                        "DR 1",
                                        GatewaySettings.Priority.ROUTINE)),
                        3,
                        Duration.ofSeconds(10)));
        assertThat(settings.http())
                .isEqualTo(new GatewaySettings.Http("0.0.0.0", 8084, Optional.of(new Secret("4711"))));
        assertThat(settings.center())
                .isEqualTo(new GatewaySettings.Center(
                        Optional.of(URI.create("https://center:8443")), Optional.of(pin), Path.of("/p.yaml"), "120"));
        assertThat(settings.spool())
                .isEqualTo(new GatewaySettings.Spool(Path.of("/spool"), 8L << 20, 1L << 30, 1L << 30));
        assertThat(settings.forward())
                .isEqualTo(new GatewaySettings.Forward(
                        4, 1L << 20, 10, false, Duration.ofMillis(100), Duration.ofSeconds(2), Duration.ofSeconds(3)));
        assertThat(settings.logging()).isEqualTo(new ServerSettings.Logging(Path.of("/logs"), "WARN"));
        assertThat(settings.toString()).doesNotContain("4711");
    }

    @Test
    void refusesAPageOnTheNetworkWithoutPinAndPlainHttpToAnotherMachine() throws IOException {
        assertThat(load("http: {address: 0.0.0.0}\ncenter: {url: 'http://10.0.0.9:8443'}")
                        .problems())
                .extracting(Problem::key)
                .containsExactly("http.pin", "center.url");
    }

    @Test
    void refusesUnusableDevices() throws IOException {
        assertThat(load("""
                dicom:
                  devices:
                    - {aeTitle: THIS-ONE-IS-TOO-LONG}
                    - {name: CT}
                    - {aeTitle: A, characterSet: GB18031}
                """).problems())
                .extracting(problem -> problem.line() + " " + problem.key())
                .containsExactly(
                        "3 dicom.devices[1].aeTitle", "4 dicom.devices[2].aeTitle", "5 dicom.devices[3].characterSet");
    }

    private Loaded<GatewaySettings> load(String yaml) throws IOException {
        Path file = folder.resolve("config/gateway.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        return GatewaySettings.load(file, Map.of());
    }
}
