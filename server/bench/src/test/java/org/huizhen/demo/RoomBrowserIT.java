package org.huizhen.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rooms in headless Chromium with its test camera and microphone: two, three and four people, and two whose media may only
 * go through a coturn on loopback. The same on both planes: from browser to browser, and through a media server, which is a
 * real Kurento where {@link MediaServer} is told of one.
 */
@ParameterizedClass
@EnumSource
final class RoomBrowserIT {
    enum Plane {
        MESH,
        KURENTO
    }

    private static final Path COTURN = Path.of("/usr/bin/turnserver");
    private static final String SECRET = "only-for-this-test";
    private static final Duration LIMIT = Duration.ofMinutes(9);

    @TempDir
    static Path data;

    private static DemoUnderTest demo;
    private static Process coturn;
    private static MediaServer mediaServer;

    @Parameter
    private Plane plane;

    @BeforeParameterizedClassInvocation
    static void start(Plane plane) throws IOException, InterruptedException {
        BrowserScript.assumePossible();
        if (Files.isExecutable(COTURN)) {
            int port = freePort();
            coturn = new ProcessBuilder(
                            COTURN.toString(),
                            "-n",
                            "--listening-ip=127.0.0.1",
                            "--relay-ip=127.0.0.1",
                            "--listening-port=" + port,
                            "--use-auth-secret",
                            "--static-auth-secret=" + SECRET,
                            "--realm=huizhen",
                            "--allow-loopback-peers",
                            "--no-tls",
                            "--no-dtls",
                            "--no-cli",
                            "--pidfile=" + data.resolve("coturn.pid"),
                            "--log-file=stdout")
                    .redirectErrorStream(true)
                    .redirectOutput(data.resolve("coturn.out").toFile())
                    .start();
            System.setProperty(DemoConfig.TURN, "turn:127.0.0.1:" + port + "?transport=udp " + SECRET);
        }
        if (plane == Plane.KURENTO) {
            mediaServer = MediaServer.start(data);
            System.setProperty(DemoConfig.KURENTO, mediaServer.uri());
        }
        demo = DemoUnderTest.start(data.resolve(plane.name()));
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        System.clearProperty(DemoConfig.TURN);
        System.clearProperty(DemoConfig.KURENTO);
        if (demo != null) {
            demo.close();
            demo = null;
        }
        if (mediaServer != null) {
            mediaServer.close();
            mediaServer = null;
        }
        if (coturn != null) {
            coturn.destroyForcibly();
        }
    }

    /** Three and four with small pictures, so that two processors bear them; they are given more time. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aConsultationIsHeldInSeveralBrowsers(int people) throws IOException, InterruptedException {
        run("room.mjs", Map.of("HUIZHEN_PEOPLE", Integer.toString(people), "HUIZHEN_PATIENCE", people > 2 ? "3" : "1"));
    }

    @Test
    void mediaGoesThroughTheRelayWhereNothingElsePasses() throws IOException, InterruptedException {
        assumeTrue(coturn != null, "coturn is not installed");
        run("room.mjs", Map.of("HUIZHEN_PEOPLE", "2", "HUIZHEN_RELAY", "1"));
    }

    @Test
    void devicesPicturesAndAnEcgAreChangedInTheCall() throws IOException, InterruptedException {
        run("room-details.mjs", Map.of());
    }

    @Test
    void aCallThatNobodyTakesIsSaidOnBothSides() throws IOException, InterruptedException {
        run("room-calls.mjs", Map.of());
    }

    /** On the mesh plane the page says in words that it cannot be. */
    @Test
    void aConsultationIsRecordedOnceEverybodyAgrees() throws IOException, InterruptedException {
        run("room-recording.mjs", Map.of());
    }

    private void run(String script, Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("HUIZHEN_PLANE", plane.name().toLowerCase(Locale.ROOT));
        BrowserScript.run(script, demo, data, all, LIMIT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
