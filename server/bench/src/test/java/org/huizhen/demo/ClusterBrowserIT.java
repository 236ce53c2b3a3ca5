package org.huizhen.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.huizhen.server.database.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers over one PostgreSQL, a browser at each, one room: the owner of the room is killed. The demo's server is one of
 * them; the other starts once a page has been loaded that has never heard of it.
 */
final class ClusterBrowserIT {
    @TempDir
    static Path data;

    @Test
    void aRoomGoesOnInTwoBrowsersWhenItsServerIsKilled() throws Exception {
        BrowserScript.assumePossible();
        // PostgreSQL runs under an account of its own where the tests run as root.
        Files.setPosixFilePermissions(data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
        Path binaries =
                Path.of(System.getProperty("java.io.tmpdir"), "huizhen-test-" + System.getProperty("user.name"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(data.resolve("postgres"), 0, binaries, Optional.empty(), false))) {
            System.setProperty(DemoConfig.DATABASE, postgres.url() + " " + postgres.user() + " " + postgres.password());
            try (DemoUnderTest demo = DemoUnderTest.start(data.resolve("demo"))) {
                run(demo);
            }
        } finally {
            System.clearProperty(DemoConfig.DATABASE);
        }
    }

    private static void run(DemoUnderTest demo) throws IOException, InterruptedException {
        int http = freePort();
        Path wanted = data.resolve("west.wanted");
        Path pid = data.resolve("west.pid");
        int east = URI.create(demo.url()).getPort();
        CompletableFuture<Process> west = new CompletableFuture<>();
        Thread starting = Thread.ofPlatform().start(() -> {
            try {
                Deadline.await(
                        "a page to be loaded",
                        Duration.ofMinutes(2),
                        Duration.ofMillis(50),
                        () -> Files.exists(wanted));
                west.complete(start(demo, http));
                Readiness.awaitHttp("the server west", "http://127.0.0.1:" + http + "/health/ready");
                Path fresh = Files.writeString(
                        data.resolve("west.pid.new"), Long.toString(west.join().pid()));
                Files.move(fresh, pid, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException | InterruptedException | RuntimeException e) {
                west.completeExceptionally(e);
            }
        });
        try (Front eastFirst = new Front(List.of(east, http));
                Front westFirst = new Front(List.of(http, east))) {
            BrowserScript.run(
                    "room-servers.mjs",
                    demo,
                    data,
                    Map.of(
                            "HUIZHEN_EAST",
                            eastFirst.url(),
                            "HUIZHEN_WEST",
                            westFirst.url(),
                            "HUIZHEN_WANT",
                            wanted.toString(),
                            "HUIZHEN_WEST_PID",
                            pid.toString()));
        } finally {
            starting.interrupt();
            starting.join();
            if (west.isDone() && !west.isCompletedExceptionally()) {
                west.join().destroyForcibly().waitFor();
            }
        }
    }

    /** Another server on the demo's database, store and keys. */
    private static Process start(DemoUnderTest demo, int http) throws IOException {
        Path ours = demo.serverConfig();
        int signaling = freePort();
        String url = demo.url();
        Path config = ours.resolveSibling("west.yaml");
        Files.writeString(
                config,
                Files.readString(ours)
                        .replaceFirst("port: " + URI.create(url).getPort(), "port: " + http)
                        .replaceFirst("(signaling:\n +port:) \\d+", "$1 " + signaling)
                        .replace("node: east", "node: west")
                        .replace("directory: ../logs", "directory: ../logs-west"));
        return new ProcessBuilder(Program.server().command(List.of("server", "--config", config.toString())))
                .redirectErrorStream(true)
                .redirectOutput(demo.logs().resolve("west.out").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
