package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rooms in headless Chromium with its test camera and microphone: two, three and four people on whatever plane the server
 * chooses, and two whose media may only go through a coturn on loopback.
 */
final class RoomBrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path COTURN = Path.of("/usr/bin/turnserver");
    private static final String SECRET = "only-for-this-test";

    @TempDir
    static Path data;

    private static DemoUnderTest demo;
    private static Process coturn;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        assumeTrue(
                Files.isDirectory(client().resolve("node_modules/playwright-core")),
                "npm ci has not run in web-client");
        assumeTrue(Files.isRegularFile(client().resolve("dist/index.html")), "the web client is not built");
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
        demo = DemoUnderTest.start(data.resolve("demo"));
    }

    @AfterAll
    static void stop() {
        System.clearProperty(DemoConfig.TURN);
        if (demo != null) {
            demo.close();
        }
        if (coturn != null) {
            coturn.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aConsultationIsHeldInSeveralBrowsers(int people) throws IOException, InterruptedException {
        assumeTrue(
                people <= Runtime.getRuntime().availableProcessors() || Boolean.getBoolean("huizhen.faults"),
                people
                        + " browsers that decode one another's video need a processor each; -Dhuizhen.faults=true runs it anyway");
        run(Map.of("HUIZHEN_PEOPLE", Integer.toString(people)));
    }

    @Test
    void mediaGoesThroughTheRelayWhereNothingElsePasses() throws IOException, InterruptedException {
        assumeTrue(coturn != null, "coturn is not installed");
        run(Map.of("HUIZHEN_PEOPLE", "2", "HUIZHEN_RELAY", "1"));
    }

    private static void run(Map<String, String> settings) throws IOException, InterruptedException {
        Path output = data.resolve("room.out");
        ProcessBuilder script = new ProcessBuilder("node", "e2e/room.mjs")
                .directory(client().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        script.environment().putAll(settings);
        script.environment().put("HUIZHEN_URL", demo.url());
        script.environment().put("HUIZHEN_ACCOUNTS", demo.accounts().toString());
        script.environment()
                .put(
                        "HUIZHEN_SCREENS",
                        DemoUnderTest.projectFolder().resolve("target/screens").toString());
        Process browser = script.start();
        boolean ended = browser.waitFor(6, TimeUnit.MINUTES);
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
        String told = Files.readString(output);
        System.out.println(told);
        assertThat(ended).as("the browser ended in time:\n" + told).isTrue();
        assertThat(browser.waitFor()).as(told).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path client() {
        return DemoUnderTest.projectFolder().resolve("web-client");
    }
}
