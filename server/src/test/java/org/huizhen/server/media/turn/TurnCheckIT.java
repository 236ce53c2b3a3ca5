package org.huizhen.server.media.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.huizhen.config.Tls;
import org.huizhen.config.TlsIdentity;
import org.huizhen.server.Eventually;
import org.huizhen.server.FreePorts;
import org.huizhen.server.TestServer;
import org.huizhen.server.media.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check against a real coturn, well and in the ways in which it is set up wrongly. */
final class TurnCheckIT {
    private static final Path COTURN = Path.of("/usr/bin/turnserver");
    private static final String SECRET = "only-for-this-test";

    @TempDir
    Path folder;

    private Process coturn;
    private int port;

    @BeforeEach
    void needCoturn() throws IOException {
        assumeTrue(Files.isExecutable(COTURN), "coturn is not installed");
        port = FreePorts.next();
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (coturn != null) {
            coturn.destroyForcibly().waitFor();
        }
    }

    private void start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                COTURN.toString(),
                "-n",
                "--listening-ip=127.0.0.1",
                "--relay-ip=127.0.0.1",
                "--listening-port=" + port,
                "--realm=huizhen",
                "--no-dtls",
                "--no-cli",
                "--pidfile=" + folder.resolve("coturn.pid"),
                "--log-file=stdout"));
        command.addAll(List.of(options));
        launch(command);
    }

    private Path output() {
        return folder.resolve("coturn.out");
    }

    private void launch(List<String> command) throws IOException {
        coturn = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile())
                .start();
        Eventually.until("coturn listens", Duration.ofSeconds(20), () -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected()
                        && TurnCheck.stun("stun:127.0.0.1:" + port).well();
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static String user() {
        return Instant.now().plusSeconds(600).getEpochSecond() + ":check";
    }

    private static String password(String secret, String user) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        return Base64.getEncoder().encodeToString(mac.doFinal(user.getBytes(StandardCharsets.UTF_8)));
    }

    private Finding check(String transport, String secret) throws Exception {
        String user = user();
        return TurnCheck.turn("turn:127.0.0.1:" + port + "?transport=" + transport, user, password(secret, user));
    }

    @Test
    void aWellSetUpServerRelaysOverUdpAndTcp() throws Exception {
        start("--use-auth-secret", "--static-auth-secret=" + SECRET, "--allow-loopback-peers", "--no-tls");
        assertThat(check("udp", SECRET)).isEqualTo(new Finding(true, "relays, from 127.0.0.1"));
        assertThat(check("tcp", SECRET)).isEqualTo(new Finding(true, "relays, from 127.0.0.1"));
        assertThat(TurnCheck.stun("stun:127.0.0.1:" + port).well()).isTrue();
        assertThat(TurnCheck.turn("turns:127.0.0.1:" + port, "u", "p").words())
                .startsWith("TLS fails")
                .contains("does not speak it");
    }

    @Test
    void anotherSecretIsNamed() throws Exception {
        start("--use-auth-secret", "--static-auth-secret=" + SECRET, "--allow-loopback-peers", "--no-tls");
        assertThat(check("udp", "another").words())
                .contains("static-auth-secret")
                .contains("clocks");
    }

    @Test
    void aRelayThatMayNotReachItselfIsNamed() throws Exception {
        start("--use-auth-secret", "--static-auth-secret=" + SECRET, "--no-tls");
        assertThat(check("udp", SECRET).words()).contains("denied-peer-ip");
    }

    @Test
    void anOpenRelayIsNamed() throws Exception {
        start("--no-auth", "--no-tls");
        assertThat(check("udp", SECRET).words()).contains("without credentials");
    }

    @Test
    void aQuotaThatIsTooSmallIsNamed() throws Exception {
        start(
                "--use-auth-secret",
                "--static-auth-secret=" + SECRET,
                "--allow-loopback-peers",
                "--no-tls",
                "--user-quota=1");
        assertThat(check("udp", SECRET).words()).contains("user-quota");
    }

    @Test
    void closedPortsAndSilentOnesAreNamed() throws Exception {
        assertThat(check("tcp", SECRET).words()).contains("nothing listens");
        assertThat(check("udp", SECRET).words()).contains("nothing listens");
        try (DatagramSocket silent = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            assertThat(silent.isBound()).isTrue();
            assertThat(check("udp", SECRET).words()).contains("does not answer");
        }
        assertThat(TurnCheck.turn("turn:no-such-host.invalid", "u", "p").words())
                .contains("cannot be resolved");
        assertThat(TurnCheck.turn("http://127.0.0.1", "u", "p").words()).contains("is no TURN address");
    }

    /** Some hang up on a handshake that they do not know, some reset the line. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whoHangsUpOnTheHandshakeDoesNotSpeakTls(boolean reset) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread peer = Thread.startVirtualThread(() -> {
                try (Socket socket = listening.accept()) {
                    socket.getInputStream().read();
                    socket.setSoLinger(reset, 0);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(TurnCheck.turn("turns:127.0.0.1:" + listening.getLocalPort(), "u", "p")
                            .words())
                    .startsWith("TLS fails")
                    .contains("does not speak it");
            peer.join();
        }
    }

    @Test
    void theShippedConfigurationRelaysAndItsCertificateIsChecked() throws Exception {
        TlsIdentity.load(new Tls.SelfSigned(folder), List.of("127.0.0.1"));
        int tls = FreePorts.next();
        String shipped = Files.readString(TestServer.projectFolder().resolve("config/deploy/coturn/turnserver.conf"));
        Path file = folder.resolve("turnserver.conf");
        Files.writeString(
                file,
                shipped.replace("ADDRESS", "127.0.0.1")
                        .replace("static-auth-secret=SECRET", "static-auth-secret=" + SECRET)
                        .replace("listening-port=3478", "listening-port=" + port)
                        .replace("tls-listening-port=443", "tls-listening-port=" + tls)
                        .replace(
                                "/etc/huizhen/turn.crt",
                                folder.resolve("certificate.pem").toString())
                        .replace(
                                "/etc/huizhen/turn.key",
                                folder.resolve("key.pem").toString())
                        .replace("\nsyslog\n", "\n"));
        launch(List.of(
                COTURN.toString(),
                "-c",
                file.toString(),
                "--allow-loopback-peers",
                "--pidfile=" + folder.resolve("coturn.pid"),
                "--log-file=stdout"));
        assertThat(check("udp", SECRET)).isEqualTo(new Finding(true, "relays, from 127.0.0.1"));
        assertThat(Files.readString(output()))
                .doesNotContain("Bad configuration format")
                .doesNotContain("Unknown");
        assertThat(TurnCheck.turn("turns:127.0.0.1:" + tls, "u", "p").words())
                .startsWith("TLS fails")
                .contains("certification path");
    }
}
