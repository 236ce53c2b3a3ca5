package org.huizhen.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.huizhen.config.Keys;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.EmbeddedPostgres;
import org.huizhen.server.http.Json;
import org.huizhen.server.identity.IdentityFeature;
import org.huizhen.server.organization.OrganizationFeature;
import org.huizhen.server.patient.PatientFeature;

/** Database, keys and people: what the server and each command of the command line stand on. */
final class Ground implements AutoCloseable {
    final ServerSettings settings;
    final Clock clock;
    final ObjectMapper json = Json.mapper();
    final Keys keys;
    final Database database;
    final Cluster cluster;
    final AuditLog audit = new AuditLog();
    final Grants grants = new Grants();
    final Access access;
    final OrganizationFeature organizations;
    final IdentityFeature identity;
    final PatientFeature patients;
    private final Optional<EmbeddedPostgres> postgres;

    /** Starts or finds the database, migrates it, opens the keys. */
    Ground(ServerSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.keys = Keys.open(settings.keys());
        this.postgres = settings.database().embedded().map(Ground::start);
        this.database = open(settings, clock, postgres, json);
        try {
            this.database.migrate();
        } catch (RuntimeException e) {
            closeAsGuest();
            throw e;
        }
        this.cluster = Clusters.of(settings, keys, database);
        this.access = new Access(clock, grants);
        this.organizations = new OrganizationFeature(database, access, audit);
        this.identity = new IdentityFeature(
                database,
                access,
                audit,
                organizations,
                new IdentityFeature.Setup(
                        settings.sessions(),
                        settings.http().publicUrl(),
                        settings.signaling().publicUrl(),
                        keys,
                        clock));
        this.patients = new PatientFeature(database, access, audit, keys);
    }

    /** Whether a PostgreSQL of ours ran before us: then somebody else may be using it. */
    boolean foundRunning() {
        return postgres.map(EmbeddedPostgres::adopted).orElse(true);
    }

    /** For as long as we live: a PostgreSQL of ours that dies is started again. */
    void keepDatabaseRunning() {
        postgres.ifPresent(EmbeddedPostgres::keepRunning);
    }

    /** Closes the pool and stops our own PostgreSQL. */
    @Override
    public void close() {
        database.close();
        postgres.ifPresent(EmbeddedPostgres::close);
    }

    /** Closes the pool; a PostgreSQL that was found running goes on. */
    void closeAsGuest() {
        database.close();
        if (!foundRunning()) {
            postgres.ifPresent(EmbeddedPostgres::close);
        }
    }

    private static EmbeddedPostgres start(ServerSettings.Embedded settings) {
        Path directory = settings.directory().toAbsolutePath();
        return EmbeddedPostgres.start(new EmbeddedPostgres.Settings(
                directory, settings.port(), directory.resolveSibling("postgres-binaries"), Optional.empty(), true));
    }

    private static Database open(
            ServerSettings settings, Clock clock, Optional<EmbeddedPostgres> postgres, ObjectMapper json) {
        int pool = settings.database().poolSize();
        if (postgres.isPresent()) {
            EmbeddedPostgres own = postgres.get();
            return new Database(own.url(), own.user(), own.password(), pool, clock, json);
        }
        ServerSettings.External external = settings.database().external().orElseThrow();
        String url = settings.cluster().several() ? releasing(external.url()) : external.url();
        return new Database(url, external.user(), external.password().reveal(), pool, clock, json);
    }

    /** A node that is paused in the middle of a transaction must not hold its locks against the others for long. */
    private static String releasing(String url) {
        return url + (url.indexOf('?') < 0 ? "?" : "&") + "options=-c%20idle_in_transaction_session_timeout=20s";
    }
}
