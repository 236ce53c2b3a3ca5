package org.huizhen.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.huizhen.config.GatewaySettings;
import org.huizhen.dicom.association.AssociationRejectedException;
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

/** The whole gateway in this process: modalities on one side, a center on the other. */
class ReceptionIT {
    private static final String STUDY = "1.2.3";

    @TempDir
    Path folder;

    private ScriptedCenter center;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        center = new ScriptedCenter();
        gateway = Gateway.start(settings(""), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        gateway.close();
        center.close();
    }

    @Test
    void storescuReachesTheCenterByteForByte() throws Exception {
        requireTool("storescu");
        center.pairing().store(folder.resolve("center.yaml"));
        List<TestInstance> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            TestInstance instance = TestInstance.ct("1.2.3.4." + i, STUDY, i, 128);
            instance.write(folder.resolve("ct/" + i + ".dcm"));
            sent.add(instance);
        }

        assertThat(run(
                        "storescu",
                        "-aec",
                        "CLINIC1",
                        "+sd",
                        "127.0.0.1",
                        dicomPort(),
                        folder.resolve("ct").toString()))
                .isZero();
        Eventually.until("all at the center", () -> center.instances.size() == 20);
        for (TestInstance instance : sent) {
            assertThat(center.instances.get(instance.sopInstanceUid())).isEqualTo(instance.data());
        }
        Eventually.until(
                "everything sent", () -> status().path("level").asText().equals("sent"));
        JsonNode study = status().path("studies").path(0);
        assertThat(study.path("patient").asText()).isEqualTo("张*");
        assertThat(study.path("received").asInt()).isEqualTo(20);
        Eventually.until(
                "confirmed",
                () -> status().path("studies").path(0).path("confirmed").asInt() == 20);
    }

    @Test
    void corpusFilesArriveAsTheyAre() throws Exception {
        Path corpus = corpus();
        assumeTrue(corpus != null, "the corpus is not here");
        requireTool("storescu");
        center.pairing().store(folder.resolve("center.yaml"));
        Path files = corpus.resolve("pydicom__pydicom/test_files/dicomdirtests/98892001");
        assumeTrue(Files.isDirectory(files), "the corpus has no such folder");

        assertThat(run("storescu", "-aec", "CLINIC1", "+sd", "+r", "127.0.0.1", dicomPort(), files.toString()))
                .isZero();
        Eventually.until("all there", () -> center.instances.size() == 7);
        assertThat(status().path("studies")).isNotEmpty();
    }

    @Test
    void aWrongCalledTitleIsRejectedAndShownAtTheDoor() {
        assertThatThrownBy(() -> client().connect(
                                RemoteAe.of("127.0.0.1", gateway.dicomAddress().getPort(), "WRONG"), ct()))
                .isInstanceOf(AssociationRejectedException.class);
        Eventually.until("shown", () -> status().path("door").size() == 1);
        assertThat(status().path("door").path(0).path("reason").asText()).isEqualTo("wrong_called_title");
    }

    @Test
    void bytesThatAreNoDicomOrEndInTheMiddleAreRefusedAndNothingIsKept() {
        byte[] whole = TestInstance.ct("1.1", STUDY, 1, 16).data();
        try (ClientAssociation association = connect()) {
            assertThat(association.store(new TestInstance(
                            "1.1", "no DICOM at all, sorry".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                    .isEqualTo(Status.CANNOT_UNDERSTAND);
            assertThat(association.store(new TestInstance("1.1", Arrays.copyOf(whole, 150))))
                    .isEqualTo(Status.CANNOT_UNDERSTAND);
            assertThat(association.store(new TestInstance("9.9", whole))).isEqualTo(Status.DATA_SET_DOES_NOT_MATCH);
            assertThat(association.store(new TestInstance("1.1", whole))).isEqualTo(Status.SUCCESS);
        }
        assertThat(gateway.spool().ledger().totals().waitingInstances()).isEqualTo(1);
        assertThat(status().path("door")).hasSize(3);
    }

    @Test
    void theSameUidWithOtherBytesIsAcceptedAndShownAsConflict() {
        try (ClientAssociation association = connect()) {
            assertThat(association.store(TestInstance.ct("1.1", STUDY, 1, 16))).isEqualTo(Status.SUCCESS);
            assertThat(association.store(TestInstance.ct("1.1", STUDY, 1, 16))).isEqualTo(Status.SUCCESS);
            assertThat(association.store(TestInstance.ct("1.1", STUDY, 2, 16))).isEqualTo(Status.SUCCESS);
        }
        JsonNode study = status().path("studies").path(0);
        assertThat(study.path("received").asInt()).isEqualTo(2);
        assertThat(study.path("quarantined").asInt()).isEqualTo(1);
    }

    @Test
    void anUnpairedGatewayReceivesAndSaysWhyNothingGoes() {
        try (ClientAssociation association = connect()) {
            assertThat(association.store(TestInstance.ct("1.1", STUDY, 1, 16))).isEqualTo(Status.SUCCESS);
        }
        assertThat(status().path("level").asText()).isEqualTo("attention");
        assertThat(status().path("line").path("state").asText()).isEqualTo("unpaired");
        assertThat(status().path("telephone").asText()).isEqualTo("0571-12345");

        center.pairing().store(folder.resolve("center.yaml"));
        Eventually.until("taken up without a restart", () -> center.instances.containsKey("1.1"));
    }

    @Test
    void aFullDiskIsRefusedAsOutOfResources() throws IOException {
        gateway.close();
        gateway = Gateway.start(settings("spool: {minimumFree: 1024 TiB}"), Clock.systemUTC());
        try (ClientAssociation association = connect()) {
            assertThat(association.store(TestInstance.ct("1.1", STUDY, 1, 16))).isEqualTo(Status.OUT_OF_RESOURCES);
        }
        assertThat(status().path("disk").path("full").asBoolean()).isTrue();
        assertThat(status().path("level").asText()).isEqualTo("attention");
    }

    @Test
    void fromAnotherMachineThePageAsksForThePin() throws Exception {
        String address = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(found -> found instanceof Inet4Address && !found.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse("");
        assumeTrue(!address.isEmpty(), "this machine has no address but loopback");
        gateway.close();
        gateway = Gateway.start(
                settings("http: {address: 0.0.0.0, port: %d, pin: '4711'}".formatted(FreePorts.next())),
                Clock.systemUTC());
        HttpClient http = HttpClient.newHttpClient();
        URI base = URI.create("http://" + address + ":" + gateway.statusPort());

        assertThat(http.send(
                                HttpRequest.newBuilder(base.resolve("/api/status"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
        assertThat(enter(http, base, "0000").statusCode()).isEqualTo(403);
        HttpResponse<String> entered = enter(http, base, "4711");
        assertThat(entered.statusCode()).isEqualTo(204);
        String cookie = entered.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).contains("HttpOnly").containsIgnoringCase("SameSite=Strict");
        HttpRequest with = HttpRequest.newBuilder(base.resolve("/api/status"))
                .header("Cookie", cookie.split(";")[0])
                .build();
        assertThat(http.send(with, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        assertThat(http.send(
                                HttpRequest.newBuilder(base.resolve("/health/live"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void metricsCountWhatHappened() throws Exception {
        try (ClientAssociation association = connect()) {
            association.store(TestInstance.ct("1.1", STUDY, 1, 16));
        }
        String metrics = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.statusPort() + "/metrics"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
        assertThat(metrics)
                .contains("huizhen_gateway_received_instances_total 1.0")
                .contains("huizhen_gateway_waiting_instances 1.0");
    }

    @Test
    void sendCommandTellsWhatWasSentAndWhatNot() throws Exception {
        TestInstance.ct("1.1", STUDY, 1, 16).write(folder.resolve("send/a/1.dcm"));
        TestInstance.ct("1.2", STUDY, 2, 16).write(folder.resolve("send/b/2"));
        Files.writeString(folder.resolve("send/readme.txt"), "not DICOM");
        String target = "dicom://127.0.0.1:" + dicomPort() + "/CLINIC1";

        assertThat(GatewayMain.commandLine()
                        .execute("send", folder.resolve("send").toString(), "--to", target))
                .isZero();
        assertThat(gateway.spool().ledger().totals().waitingInstances()).isEqualTo(2);
        assertThat(GatewayMain.commandLine()
                        .execute("send", folder.resolve("send").toString(), "--to", target.replace("CLINIC1", "WRONG")))
                .isEqualTo(1);

        Path token = Files.writeString(
                folder.resolve("token"), center.pairing().token().reveal());
        assertThat(GatewayMain.commandLine()
                        .execute(
                                "send",
                                folder.resolve("send").toString(),
                                "--to",
                                center.url().toString(),
                                "--token-file",
                                token.toString()))
                .isZero();
        assertThat(center.instances).containsOnlyKeys("1.1", "1.2");
    }

    @Test
    void pairCommandStoresTheTokenForTheServiceOnly() throws IOException {
        String config = folder.resolve("gateway.yaml").toString();
        assertThat(GatewayMain.commandLine()
                        .execute("pair", "wrong", "--center", center.url().toString(), "--config", config))
                .isEqualTo(1);
        assertThat(folder.resolve("center.yaml")).doesNotExist();
        assertThat(GatewayMain.commandLine()
                        .execute("pair", "4711-0815", "--center", center.url().toString(), "--config", config))
                .isZero();
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("center.yaml"))))
                .isEqualTo("rw-------");
        Eventually.until("a heartbeat", () -> center.heartbeats.get() > 0);
    }

    private GatewaySettings settings(String extra) throws IOException {
        Path file = folder.resolve("gateway.yaml");
        String http = extra.startsWith("http") ? "" : "http: {port: %d}\n".formatted(FreePorts.next());
        Files.writeString(
                file,
                """
                name: 城关镇卫生院
                dicom: {aeTitle: CLINIC1, address: 127.0.0.1, port: %d, unknown: loopback}
                center: {pairing: center.yaml, telephone: "0571-12345"}
                forward: {firstRetry: 50ms, longestRetry: 200ms, heartbeat: 100ms}
                """.formatted(FreePorts.next())
                        + http
                        + extra
                        + (extra.startsWith("spool") ? "" : "\nspool: {directory: spool, minimumFree: 1 MiB}\n"));
        return GatewaySettings.load(file).orThrow();
    }

    private static HttpResponse<String> enter(HttpClient http, URI base, String pin) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base.resolve("/api/pin"))
                        .POST(HttpRequest.BodyPublishers.ofString(pin))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode status() {
        try {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.statusPort() + "/api/status"))
                    .build();
            return new ObjectMapper()
                    .readTree(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private ClientAssociation connect() {
        return client().connect(RemoteAe.of("127.0.0.1", gateway.dicomAddress().getPort(), "CLINIC1"), ct());
    }

    private static DicomClient client() {
        return DicomClient.builder().callingAeTitle("CT1").build();
    }

    private static List<ProposedContext> ct() {
        return List.of(new ProposedContext(TestInstance.CT, List.of(TestInstance.EXPLICIT)));
    }

    private String dicomPort() {
        return Integer.toString(gateway.dicomAddress().getPort());
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    static void requireTool(String name) {
        boolean there =
                Arrays.stream(System.getenv("PATH").split(":")).anyMatch(dir -> Files.isExecutable(Path.of(dir, name)));
        assumeTrue(there, name + " is not installed");
    }

    private static Path corpus() {
        String given = System.getProperty("HUIZHEN_CORPUS", System.getenv("HUIZHEN_CORPUS"));
        if (given != null) {
            return Path.of(given);
        }
        for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
            if (Files.isDirectory(dir.resolve(".mvn"))) {
                Path found = dir.getParent().resolve("shared/corpus");
                return Files.isDirectory(found) ? found : null;
            }
        }
        return null;
    }
}
