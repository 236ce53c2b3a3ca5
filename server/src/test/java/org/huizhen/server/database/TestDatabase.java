package org.huizhen.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.huizhen.server.http.Json;

/**
 * A fresh, migrated database of a real PostgreSQL: one cluster per test run, one copy of its migrated template per test
 * class. Commits are not synced: tests lose nothing when the machine dies.
 */
public final class TestDatabase implements AutoCloseable {
    private static final String TEMPLATE = "template_huizhen";
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static EmbeddedPostgres cluster;

    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    public static TestDatabase create() {
        return create(Clock.systemUTC());
    }

    public static TestDatabase create(Clock clock) {
        EmbeddedPostgres postgres = cluster();
        String name = "test" + COUNT.incrementAndGet();
        execute("create database " + name + " template " + TEMPLATE);
        return new TestDatabase(
                name, new Database(postgres.url(name), postgres.user(), postgres.password(), 8, clock, Json.mapper()));
    }

    public Database database() {
        return database;
    }

    /** For tests that open connections of their own or start another server on the same data. */
    public String url() {
        return cluster().url(name);
    }

    public String user() {
        return cluster().user();
    }

    public String password() {
        return cluster().password();
    }

    @Override
    public void close() {
        database.close();
        execute("drop database " + name + " with (force)");
    }

    /** Where the binaries are unpacked: shared by all test runs of this user. */
    public static Path binariesCache() {
        return Path.of(System.getProperty("java.io.tmpdir"), "huizhen-test-" + System.getProperty("user.name"));
    }

    private static synchronized EmbeddedPostgres cluster() {
        if (cluster == null) {
            try {
                Path base = Files.createTempDirectory("huizhen-test-pg");
                Path folder = base.resolve("cluster");
                Files.setPosixFilePermissions(
                        base, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
                EmbeddedPostgres started = EmbeddedPostgres.start(
                        new EmbeddedPostgres.Settings(folder, 0, binariesCache(), Optional.empty(), false));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(started, base)));
                cluster = started;
                migrateTemplate();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cluster;
    }

    private static void migrateTemplate() {
        execute("create database " + TEMPLATE);
        try (Database template = new Database(
                cluster.url(TEMPLATE), cluster.user(), cluster.password(), 2, Clock.systemUTC(), Json.mapper())) {
            template.migrate();
        }
    }

    private static synchronized void execute(String statement) {
        try (Connection connection =
                        DriverManager.getConnection(cluster.url("postgres"), cluster.user(), cluster.password());
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private static void discard(EmbeddedPostgres postgres, Path base) {
        try {
            postgres.close();
            EmbeddedPostgres.deleteTree(base);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("could not remove " + base + ": " + e);
        }
    }
}
