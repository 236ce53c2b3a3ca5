package org.huizhen.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.huizhen.server.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EmbeddedPostgresIT {
    private Path base;
    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws Exception {
        base = Files.createTempDirectory("huizhen-pg");
        Files.setPosixFilePermissions(base, PosixFilePermissions.fromString("rwx--x--x"));
        postgres = EmbeddedPostgres.start(settings());
    }

    @AfterEach
    void stop() throws Exception {
        postgres.close();
        EmbeddedPostgres.deleteTree(base);
    }

    private EmbeddedPostgres.Settings settings() {
        return new EmbeddedPostgres.Settings(
                base.resolve("cluster"),
                0,
                TestDatabase.binariesCache(),
                Optional.of(base.resolve("run/pg.pid")),
                true);
    }

    @Test
    void commitsAreDurableAndSortedByIcu() throws Exception {
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        assertThat(show("full_page_writes")).isEqualTo("on");
        assertThat(show("server_encoding")).isEqualTo("UTF8");
        assertThat(ask("select string_agg(n, '' order by n) from unnest(array['张','李','王','陈']) n"))
                .isEqualTo("陈李王张");
    }

    @Test
    void refusesWhoeverLacksThePassword() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.url(), postgres.user(), "wrong"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password");
    }

    @Test
    void listensOnLoopbackOnlyAndOnNoSocketFile() throws Exception {
        assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show("unix_socket_directories")).isEmpty();
    }

    @Test
    void adoptsARunningProcessOfTheSameFolder() {
        EmbeddedPostgres again = EmbeddedPostgres.start(settings());
        assertThat(again.pid()).isEqualTo(postgres.pid());
        assertThat(again.port()).isEqualTo(postgres.port());
    }

    @Test
    void keepsWhatWasCommittedOverAKill() throws Exception {
        ask("create table kept (n int)", "insert into kept values (7)");
        new ProcessBuilder("sh", "-c", "kill -9 " + postgres.pid()).start().waitFor();
        ProcessHandle.of(postgres.pid()).ifPresent(process -> process.onExit().join());
        long killed = postgres.pid();
        postgres = EmbeddedPostgres.start(settings());
        assertThat(postgres.pid()).isNotEqualTo(killed);
        assertThat(ask("select n from kept")).isEqualTo("7");
        assertThat(Files.readString(base.resolve("run/pg.pid")).strip()).isEqualTo(Long.toString(postgres.pid()));
    }

    @Test
    void isStartedAgainOnTheSamePortWhileItIsKeptRunning() throws Exception {
        ask("create table kept (n int)", "insert into kept values (8)");
        postgres.keepRunning();
        long killed = postgres.pid();
        int port = postgres.port();
        new ProcessBuilder("sh", "-c", "kill -9 " + killed).start().waitFor();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (postgres.pid() == killed && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        assertThat(postgres.pid()).isNotEqualTo(killed);
        assertThat(postgres.port()).isEqualTo(port);
        assertThat(ask("select n from kept")).isEqualTo("8");
    }

    @Test
    void theProbeSaysWithinASecondOrTwoWhetherTheDatabaseAnswers() throws Exception {
        try (Database database = new Database(
                postgres.url(), postgres.user(), postgres.password(), 1, Clock.systemUTC(), new ObjectMapper())) {
            assertThat(database.answers()).isTrue();
            signal("STOP");
            long began = System.nanoTime();
            assertThat(database.answers()).as("a connection that was there").isFalse();
            assertThat(database.answers()).as("a new one").isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
            signal("CONT");
            Eventually.until("answers", Duration.ofSeconds(20), database::answers);
            signal("KILL");
            ProcessHandle.of(postgres.pid())
                    .ifPresent(process -> process.onExit().join());
            began = System.nanoTime();
            assertThat(database.answers()).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1500));
        }
    }

    /** To the process and its children: one of those serves a connection. */
    private void signal(String name) throws Exception {
        String pids = ProcessHandle.of(postgres.pid())
                .orElseThrow()
                .children()
                .map(child -> " " + child.pid())
                .reduce(Long.toString(postgres.pid()), String::concat);
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pids).start().waitFor();
    }

    private String show(String setting) throws SQLException {
        return ask("show " + setting);
    }

    private String ask(String... statements) throws SQLException {
        String answer = null;
        try (Connection connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet row = statement.getResultSet()) {
                        row.next();
                        answer = row.getString(1);
                    }
                }
            }
        }
        return answer;
    }
}
