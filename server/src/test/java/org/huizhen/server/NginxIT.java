package org.huizhen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.huizhen.config.Tls;
import org.huizhen.config.TlsIdentity;
import org.huizhen.server.core.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/deploy/nginx/several-servers.conf} as shipped, but for addresses, before two servers; one of them is killed. */
final class NginxIT {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static TestServer setup;
    private static TestServer.Person physician;
    private static ServerProcess one;
    private static ServerProcess two;
    private static Process nginx;
    private static String address;
    private static HttpClient http;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(NGINX), "nginx is not installed");
        setup = TestServer.start(Clock.systemUTC(), "cluster:\n  mode: postgres\n  node: desk\n");
        OrganizationId center = setup.organization("县人民医院", "center", Optional.empty());
        physician = setup.person(center, "physician");
        TlsIdentity identity = TlsIdentity.load(
                        new Tls.SelfSigned(folder.resolve("tls")), List.of("center.hospital.example", "127.0.0.1"))
                .orElseThrow();
        int port = FreePorts.next();
        address = "127.0.0.1:" + port;
        one = launch("node1");
        two = launch("node2");
        one.awaitReady();
        two.awaitReady();
        http = HttpClient.newBuilder()
                .sslContext(trusting(identity))
                .localAddress(InetAddress.getByName("127.0.0.2"))
                .build();
        Path config = Files.writeString(folder.resolve("nginx.conf"), config(port));
        Process check = command(config, "-t");
        assertThat(check.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(check.exitValue()).as(told()).isZero();
        nginx = command(config);
        Eventually.until("nginx answers", Duration.ofSeconds(20), () -> {
            assertThat(nginx.isAlive()).as(told()).isTrue();
            return answers("/health/live");
        });
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.descendants().forEach(ProcessHandle::destroyForcibly);
            nginx.destroyForcibly().waitFor();
        }
        if (one != null) {
            one.close();
        }
        if (two != null) {
            two.close();
        }
        if (setup != null) {
            setup.close();
        }
    }

    private static ServerProcess launch(String name) throws IOException {
        return ServerProcess.start(
                setup,
                name,
                Map.of(
                        "http:\n  address: 127.0.0.1\n",
                        "http:\n  address: 127.0.0.1\n  publicUrl: https://" + address
                                + "\n  trustedProxies: [127.0.0.1]\n",
                        "    mode: none\n",
                        "    mode: pem\n    certificate: " + folder.resolve("tls/certificate.pem") + "\n    key: "
                                + folder.resolve("tls/key.pem") + "\n",
                        "signaling:\n",
                        "signaling:\n  publicUrl: wss://" + address + "/" + name + "/signal\n"));
    }

    /** The shipped file between what a distribution's nginx.conf has around it. */
    private static String config(int port) throws IOException {
        String shipped = Files.readString(
                        TestServer.projectFolder().resolve("config/deploy/nginx/several-servers.conf"))
                .replace("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
                .replace(
                        "/etc/huizhen/center.pem",
                        folder.resolve("tls/certificate.pem").toString())
                .replace(
                        "/etc/huizhen/center.key", folder.resolve("tls/key.pem").toString())
                .replace("node1.hospital.example:8443", "127.0.0.1:" + one.http())
                .replace("node2.hospital.example:8443", "127.0.0.1:" + two.http())
                .replace("node1.hospital.example:8444", "127.0.0.1:" + one.signaling())
                .replace("node2.hospital.example:8444", "127.0.0.1:" + two.signaling());
        String user = System.getProperty("user.name").equals("root") ? "user root;\n" : "";
        return user + """
                daemon off;
                worker_processes 1;
                pid %1$s/nginx.pid;
                error_log stderr;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                %2$s
                }
                """.formatted(folder, shipped);
    }

    private static Process command(Path config, String... more) throws IOException {
        ProcessBuilder command = new ProcessBuilder(NGINX.toString(), "-c", config.toString(), "-e", "stderr");
        command.command().addAll(List.of(more));
        return command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("nginx.out").toFile()))
                .start();
    }

    private static String told() {
        try {
            return Files.readString(folder.resolve("nginx.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static SSLContext trusting(TlsIdentity identity) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("center", identity.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("https://" + address + path)).timeout(Duration.ofSeconds(20));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer through nginx", e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    private static boolean answers(String path) {
        try {
            return http.send(request(path).build(), HttpResponse.BodyHandlers.ofString())
                            .statusCode()
                    == 200;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static HttpResponse<String> post(String path, Object body) throws IOException {
        return send(request("/api/v1" + path)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + physician.token())
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** Says hello through nginx as a page does, with a ticket from any server; what it is answered. */
    private static JsonNode hello(String path) throws Exception {
        String ticket = JSON.readTree(post("/session/ticket", Map.of()).body())
                .path("ticket")
                .asText();
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("huizhen.v1")
                .header("Origin", "https://" + address)
                .buildAsync(URI.create("wss://" + address + path), new WebSocket.Listener() {
                    private final StringBuilder text = new StringBuilder();

                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
                        text.append(part);
                        if (last) {
                            answer.complete(text.toString());
                        }
                        from.request(1);
                        return null;
                    }
                })
                .get(20, TimeUnit.SECONDS);
        try {
            socket.sendText("{\"id\":1,\"type\":\"hello\",\"ticket\":\"" + ticket + "\"}", true)
                    .get(20, TimeUnit.SECONDS);
            return JSON.readTree(answer.get(20, TimeUnit.SECONDS));
        } finally {
            socket.abort();
        }
    }

    /** Servers hear of each other at a heartbeat. */
    private static boolean namesBoth(String path) {
        try {
            Set<String> nodes = new HashSet<>();
            hello(path).at("/ok/nodes").forEach(node -> nodes.add(node.asText()));
            return nodes.containsAll(
                    Set.of("wss://" + address + "/node1/signal", "wss://" + address + "/node2/signal"));
        } catch (Exception e) {
            throw new AssertionError("no hello through nginx", e);
        }
    }

    @Test
    void oneAddressServesPagesCallsAndSocketsAlsoWhenAServerIsKilled() throws Exception {
        HttpResponse<String> page = send(request("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .as("where the page may connect to")
                .contains("wss://" + address);
        assertThat(send(request("/metrics")).statusCode())
                .as("for this machine alone, and a proxy is not this machine")
                .isEqualTo(404);
        assertThat(send(request("/api/v1/session")
                                .header("Content-Type", "application/json")
                                .header("X-Huizhen-Client", "web")
                                .header("Origin", "https://" + address)
                                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(
                                        Map.of("username", physician.username(), "password", physician.password())))))
                        .statusCode())
                .isEqualTo(200);
        assertThat(signInsFrom("127.0.0.2"))
                .as("the browser's address, not that of nginx")
                .isEqualTo(1);
        Eventually.until("each server names both", Duration.ofSeconds(20), () -> namesBoth("/node1/signal"));
        assertThat(hello("/node2/signal").at("/ok/session").asText()).isNotEmpty();

        one.kill();
        for (int i = 0; i < 20; i++) {
            assertThat(send(request("/")).statusCode()).as("page " + i).isEqualTo(200);
            assertThat(post("/rooms", Map.of("kind", "discussion")).statusCode())
                    .as("room " + i)
                    .isEqualTo(201);
        }
        assertThat(hello("/node2/signal").at("/ok/session").asText()).isNotEmpty();
    }

    private static long signInsFrom(String from) {
        return setup.database()
                .read(handle -> handle.createQuery("select count(*) from audit_event where address = :address")
                        .bind("address", from)
                        .mapTo(Long.class)
                        .one());
    }
}
