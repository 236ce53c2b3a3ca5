package org.huizhen.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.database.EmbeddedPostgres;
import org.huizhen.server.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server does about a database that is away when it starts. */
final class StartupIT {
    @TempDir
    Path folder;

    private final ExecutorService starting = Executors.newSingleThreadExecutor();
    private EmbeddedPostgres postgres;

    @BeforeEach
    void startAndStop() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        postgres = start(0);
        postgres.close();
    }

    @AfterEach
    void stop() {
        starting.shutdownNow();
        postgres.close();
    }

    @Test
    void waitsForADatabaseThatComesLater() throws Exception {
        ServerSettings settings = settings(postgres.password());
        Future<Services> opening = starting.submit(() -> Startup.open(settings, Clock.systemUTC(), Map.of()));
        postgres = start(postgres.port());
        Services services = opening.get(60, TimeUnit.SECONDS);
        try {
            assertThat(services.ground().database.answers()).isTrue();
        } finally {
            services.close();
        }
    }

    @Test
    void goesOnWhenTheDatabaseIsKilledWhileItIsMigrated() throws Exception {
        postgres = start(postgres.port());
        postgres.keepRunning();
        long killed = postgres.pid();
        Future<Services> opening =
                starting.submit(() -> Startup.open(settings(postgres.password()), Clock.systemUTC(), Map.of()));
        Eventually.until("a migration runs", Duration.ofSeconds(30), () -> Files.exists(folder.resolve("keys.yaml")));
        new ProcessBuilder("sh", "-c", "kill -9 " + killed).start().waitFor();
        Services services = opening.get(90, TimeUnit.SECONDS);
        try {
            assertThat(postgres.pid()).isNotEqualTo(killed);
            assertThat(services.ground().identity.anybody()).isFalse();
        } finally {
            services.close();
        }
    }

    @Test
    void endsWhenThePasswordIsWrong() {
        postgres = start(postgres.port());
        assertThatThrownBy(() -> Startup.open(settings("wrong"), Clock.systemUTC(), Map.of()))
                .hasStackTraceContaining("password authentication failed");
    }

    private EmbeddedPostgres start(int port) {
        return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(
                folder.resolve("cluster"), port, TestDatabase.binariesCache(), Optional.empty(), true));
    }

    private ServerSettings settings(String password) {
        try {
            Path file = folder.resolve("server.yaml");
            Files.writeString(file, """
                    http: {address: 127.0.0.1, port: 1, publicUrl: "http://127.0.0.1:1", tls: {mode: none}}
                    signaling: {port: 2}
                    database: {url: "%s", user: %s, password: %s}
                    storage: {directory: blobs, minimumFree: 1 MiB}
                    keys: keys.yaml
                    catalog: %s
                    logging: {directory: logs}
                    """.formatted(
                            postgres.url(),
                            postgres.user(),
                            password,
                            TestServer.projectFolder().resolve("config/catalog")));
            return ServerSettings.load(file).orThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
