package org.huizhen.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSettingsTest {
    @TempDir
    Path folder;

    @Test
    void emptyFileGivesTheDefaults() throws IOException {
        ServerSettings settings = load("").orThrow();

        assertThat(settings.name()).isEqualTo("会诊中心");
        assertThat(settings.zone().getId()).isEqualTo("Asia/Shanghai");
        assertThat(settings.http().address()).isEqualTo("0.0.0.0");
        assertThat(settings.http().port()).isEqualTo(8443);
        assertThat(settings.http().publicUrl()).isEqualTo(URI.create("https://localhost:8443"));
        assertThat(settings.http().tls()).isEqualTo(new Tls.SelfSigned(under("data/server/tls")));
        assertThat(settings.http().trustedProxies()).isEmpty();
        assertThat(settings.signaling().address()).isEqualTo("0.0.0.0");
        assertThat(settings.signaling().port()).isEqualTo(8444);
        assertThat(settings.signaling().publicUrl()).isEqualTo(URI.create("wss://localhost:8444/signal"));
        assertThat(settings.cluster()).isEqualTo(new ServerSettings.Cluster(false, "wss://localhost:8444/signal"));
        assertThat(settings.database().embedded())
                .contains(new ServerSettings.Embedded(under("data/server/postgres"), 8085));
        assertThat(settings.database().external()).isEmpty();
        assertThat(settings.database().poolSize()).isEqualTo(12);
        assertThat(settings.storage()).isEqualTo(new ServerSettings.Storage(under("data/server/blobs"), 2L << 30));
        assertThat(settings.web().directory()).isEqualTo(under("web-client/dist"));
        assertThat(settings.keys()).isEqualTo(under("data/server/keys.yaml"));
        assertThat(settings.catalog()).isEqualTo(folder.resolve("config/catalog"));
        assertThat(settings.logging()).isEqualTo(new ServerSettings.Logging(under("data/server/logs"), "INFO"));
        assertThat(settings.sessions())
                .isEqualTo(new ServerSettings.Sessions(Duration.ofMinutes(30), Duration.ofHours(12)));
        assertThat(settings.ingest()).isEqualTo(new ServerSettings.Ingest(Duration.ofMinutes(2), 4L << 30));
        assertThat(settings.reading().lease()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.reading().singleSignature()).isFalse();
        assertThat(settings.reading().criticalPatience()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.audit().exportFile()).isEqualTo(under("data/server/audit/head.log"));
        assertThat(settings.gateways())
                .isEqualTo(new ServerSettings.Gateways(Duration.ofMinutes(30), Duration.ofSeconds(45)));
    }

    @Test
    void shippedFileStatesTheDefaults() throws IOException {
        Path shipped = folder.resolve("config/server.yaml");
        Files.createDirectories(shipped.getParent());
        Files.copy(Path.of("server.yaml"), shipped);
        ServerSettings fromShipped = ServerSettings.load(shipped, Map.of()).orThrow();

        Files.writeString(shipped, "");
        assertThat(fromShipped).isEqualTo(ServerSettings.load(shipped, Map.of()).orThrow());
    }

    @Test
    void readsEveryKey() throws IOException {
        ServerSettings settings = load("""
                name: 县医院
                zone: UTC
                http:
                  address: 127.0.0.1
                  port: 9000
                  publicUrl: https://huizhen.example/
                  tls: {mode: none}
                  trustedProxies: [127.0.0.1]
                signaling: {address: 127.0.0.2, port: 9001, publicUrl: "wss://huizhen.example/signal"}
                database: {url: "jdbc:postgresql://db/h", user: u, password: "${PW}", poolSize: 5}
                storage: {directory: /blobs, minimumFree: 5 GiB}
                web: {directory: /web}
                keys: /keys.yaml
                catalog: /catalog
                logging: {directory: /logs, level: debug}
                sessions: {idle: 10m, longest: 1h}
                ingest: {quietPeriod: 90s, largestInstance: 1 GiB}
                reading: {leaseMinutes: 20, singleSignature: true}
                audit: {exportFile: /head.log}
                gateways: {pairingCode: 1h, heartbeatSilence: 30s}
                """).orThrow();

        assertThat(settings.name()).isEqualTo("县医院");
        assertThat(settings.zone().getId()).isEqualTo("UTC");
        assertThat(settings.http())
                .isEqualTo(new ServerSettings.Http(
                        "127.0.0.1",
                        9000,
                        URI.create("https://huizhen.example"),
                        new Tls.None(),
                        List.of("127.0.0.1")));
        assertThat(settings.signaling())
                .isEqualTo(new ServerSettings.Signaling("127.0.0.2", 9001, URI.create("wss://huizhen.example/signal")));
        assertThat(settings.database().external())
                .contains(new ServerSettings.External("jdbc:postgresql://db/h", "u", new Secret("geheim")));
        assertThat(settings.database().poolSize()).isEqualTo(5);
        assertThat(settings.storage()).isEqualTo(new ServerSettings.Storage(Path.of("/blobs"), 5L << 30));
        assertThat(settings.web().directory()).isEqualTo(Path.of("/web"));
        assertThat(settings.keys()).isEqualTo(Path.of("/keys.yaml"));
        assertThat(settings.catalog()).isEqualTo(Path.of("/catalog"));
        assertThat(settings.logging()).isEqualTo(new ServerSettings.Logging(Path.of("/logs"), "DEBUG"));
        assertThat(settings.sessions())
                .isEqualTo(new ServerSettings.Sessions(Duration.ofMinutes(10), Duration.ofHours(1)));
        assertThat(settings.ingest()).isEqualTo(new ServerSettings.Ingest(Duration.ofSeconds(90), 1L << 30));
        assertThat(settings.reading()).isEqualTo(new ServerSettings.Reading(20, true, 5, 30));
        assertThat(settings.audit().exportFile()).isEqualTo(Path.of("/head.log"));
        assertThat(settings.gateways())
                .isEqualTo(new ServerSettings.Gateways(Duration.ofHours(1), Duration.ofSeconds(30)));
        assertThat(settings.toString()).doesNotContain("geheim");
    }

    @Test
    void takesAMediaServerAndAPlaceForRecordings() throws IOException {
        ServerSettings.Media media = load("""
                media:
                  kurento: {uri: "ws://10.0.0.5:8888/kurento", rooms: always}
                  recordings: {directory: /srv/recordings, retentionDays: 30}
                """).orThrow().media();
        assertThat(media.kurento())
                .contains(new ServerSettings.Kurento(URI.create("ws://10.0.0.5:8888/kurento"), true));
        assertThat(media.recordings())
                .contains(new ServerSettings.Recordings(Path.of("/srv/recordings"), Duration.ofDays(30)));
        assertThat(load("media:\n  kurento: {uri: \"ws://h:1/k\"}\n")
                        .orThrow()
                        .media()
                        .kurento()
                        .orElseThrow()
                        .always())
                .isFalse();
    }

    @Test
    void refusesAMediaServerWhoseCertificateNobodyWouldCheckAndRecordingsWithoutOne() throws IOException {
        assertThat(load("media:\n  kurento: {uri: \"wss://h:1/k\"}\n")
                        .problems()
                        .toString())
                .contains("any certificate");
        assertThat(load("media:\n  kurento: {rooms: growing}\n").problems().toString())
                .contains("media.kurento.uri");
        assertThat(load("media:\n  recordings: {directory: /srv}\n").problems().toString())
                .contains("need a media server");
    }

    @Test
    void reportsEveryProblemWithLineAndRemedy() throws IOException {
        Loaded<ServerSettings> loaded = load("""
                http:
                  port: 99999
                  tls: {mode: selfsigned}
                signalling: {port: 1}
                database:
                  url: jdbc:mysql://x
                  password: ${NOT_SET}
                reading:
                  leaseMinutes: viele
                ingest: 5
                """);

        assertThat(loaded.valid()).isFalse();
        assertThat(loaded.problems().stream().map(p -> p.line() + " " + p.key()))
                .containsExactly(
                        "2 http.port",
                        "3 http.tls.mode",
                        "4 signalling",
                        "6 database.url",
                        "7 database.password",
                        "7 database.password",
                        "9 reading.leaseMinutes",
                        "10 ingest");
        assertThat(loaded.problems().get(0).instead()).isEqualTo("Write 1 to 65535");
        assertThat(loaded.problems().get(1).instead()).isEqualTo("Did you mean 'selfSigned'?");
        assertThat(loaded.problems().get(2).instead()).isEqualTo("Did you mean 'signaling'?");
        assertThat(loaded.problems().get(4).wrong()).contains("NOT_SET is not set");
    }

    @Test
    void refusesPlainHttpBeyondLoopback() throws IOException {
        assertThat(load("http: {address: 10.0.0.1, tls: {mode: none}}").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.key()).isEqualTo("http.address"));
        assertThat(load("http: {address: 127.0.0.1, tls: {mode: none}}").valid())
                .isTrue();
    }

    @Test
    void readsSecretsFromFilesAndNeverPrintsThem() throws IOException {
        Files.createDirectories(folder.resolve("config"));
        Files.writeString(folder.resolve("config/pw"), "geheim\n");
        ServerSettings settings = load("database: {url: 'jdbc:postgresql://db/h', password: 'file:pw'}")
                .orThrow();

        assertThat(settings.database().external().orElseThrow().password().reveal())
                .isEqualTo("geheim");
        assertThat(settings.toString()).contains("***").doesNotContain("geheim");
    }

    @Test
    void namesTheLineOfBrokenYamlAndOfAMissingFile() throws IOException {
        assertThat(load("http:\n  port: [1").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.line()).isPositive());
        assertThat(ServerSettings.load(folder.resolve("absent.yaml")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.wrong()).contains("does not exist"));
        assertThat(load("keys: a\nkeys: b").problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.toString()).contains(":2: keys: is written twice"));
    }

    private Path under(String path) {
        return folder.resolve(path);
    }

    private Loaded<ServerSettings> load(String yaml) throws IOException {
        Path file = folder.resolve("config/server.yaml");
        Files.createDirectories(file.getParent());
        Files.writeString(file, yaml);
        return ServerSettings.load(file, Map.of("PW", "geheim"));
    }

    @Test
    void severalServersNeedADatabaseThatTheyShareAndAddressesOfTheirOwn() throws IOException {
        assertThat(load("cluster:\n  mode: postgres\n").problems())
                .extracting(Problem::key)
                .containsExactlyInAnyOrder("cluster.mode", "cluster.mode");
        ServerSettings settings = load("""
                        signaling:
                          publicUrl: wss://node1.example:8444/signal
                        cluster:
                          mode: postgres
                          node: node1
                        database:
                          url: jdbc:postgresql://db.example/huizhen
                          password: secret
                        """).orThrow();
        assertThat(settings.cluster()).isEqualTo(new ServerSettings.Cluster(true, "node1"));
    }
}
