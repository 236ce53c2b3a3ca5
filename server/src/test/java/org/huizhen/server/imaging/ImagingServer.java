package org.huizhen.server.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.config.Keys;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.blob.BlobStore;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.HttpServer;
import org.huizhen.server.http.HttpSetup;
import org.huizhen.server.http.Json;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.gateways.GatewayDesk;
import org.huizhen.server.patient.PatientFeature;

/**
 * Imaging on a real PostgreSQL behind real HTTP, with a center and two clinics. People are known by a header instead of a
 * session: {@code X-Test-Person: name}.
 */
public final class ImagingServer implements AutoCloseable {
    public final ShiftedClock clock = new ShiftedClock();
    public final TestDatabase test = TestDatabase.create(clock);
    public final Database database = test.database();
    public final BlobStore blobs;
    public final ImagingFeature imaging;
    public final PatientFeature patients;
    public final Routes routes = new Routes();
    public final ObjectMapper json = Json.mapper();
    public final OrganizationId center = organization("CENTER", "center", null);
    public final OrganizationId clinicA = organization("CLINIC1", "township", center);
    public final OrganizationId clinicB = organization("CLINIC2", "township", center);
    public final Grants grants = new Grants();
    private final HttpServer http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Actor.Person> people = new ConcurrentHashMap<>();

    /** A clock that tests move. */
    public static final class ShiftedClock extends Clock {
        private volatile Duration shift = Duration.ZERO;

        public void advance(Duration by) {
            shift = shift.plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneId.of("Asia/Shanghai");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(shift);
        }
    }

    public ImagingServer(Path folder) {
        this(folder, 0);
    }

    public ImagingServer(Path folder, long reserve) {
        Access access = new Access(clock, grants);
        AuditLog audit = new AuditLog();
        patients = new PatientFeature(database, access, audit, Keys.open(folder.resolve("keys.yaml")));
        blobs = new BlobStore(folder.resolve("blobs"), reserve);
        ImagingSettings settings = new ImagingSettings(
                ZoneId.of("Asia/Shanghai"),
                Duration.ofMinutes(2),
                64 << 20,
                "",
                new GatewayDesk.GatewayRules(
                        Duration.ofHours(24), Duration.ofSeconds(45), clock.getZone(), Optional::empty));
        imaging = new ImagingFeature(
                new ImagingFeature.Ground(database, blobs, access, audit, json, clock, new SimpleMeterRegistry()),
                settings,
                patients,
                ReadingStates.none(),
                OrderedStudies.none(),
                CharacterSetOverrides.none());
        imaging.routes(routes);
        http = new HttpServer(
                routes,
                access,
                List.of(imaging.authentication(), this::person),
                json,
                database,
                new HttpSetup("127.0.0.1", 0, Optional.empty(), List.of(), Optional.empty(), List::of));
        http.start();
        person("techA", clinicA, "technician");
        person("doctorA", clinicA, "physician");
        person("techB", clinicB, "technician");
        person("doctorB", clinicB, "physician");
        person("reader", center, "reader");
        person("archivist", center, "archivist");
        person("archivist2", center, "archivist");
        person("admin", center, "admin");
    }

    public void person(String name, OrganizationId organization, String role) {
        UserId id = UserId.next();
        database.run(transaction -> transaction
                .handle()
                .execute(
                        "insert into app_user (id, organization_id, username, display_name, password_hash, created_at)"
                                + " values (?, ?, ?, ?, 'none', now())",
                        id.value(),
                        organization.value(),
                        name,
                        name));
        people.put(
                name,
                new Actor.Person(
                        id, organization, name, name, Set.of(role), SessionId.next(), Locale.ENGLISH, "127.0.0.1"));
    }

    public Actor.Person person(String name) {
        return people.get(name);
    }

    private Optional<Actor> person(Context context) {
        return Optional.ofNullable(context.header("X-Test-Person")).map(people::get);
    }

    private OrganizationId organization(String code, String kind, OrganizationId parent) {
        OrganizationId id = OrganizationId.next();
        database.run(transaction -> transaction
                .handle()
                .createUpdate("""
                        insert into organization (id, code, name, kind, parent_id, created_at)
                        values (:id, :code, :code, :kind, :parent, :now)
                        """)
                .bind("id", id)
                .bind("code", code)
                .bind("kind", kind)
                .bind("parent", parent == null ? null : parent.value())
                .bind("now", transaction.now())
                .execute());
        return id;
    }

    public String url() {
        return "http://127.0.0.1:" + http.port();
    }

    /** {@code who}: a person's name, or a gateway's token. */
    public HttpRequest.Builder request(String who, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
        return who.startsWith("hzg_")
                ? request.header("Authorization", "Bearer " + who)
                : request.header("X-Test-Person", who);
    }

    public HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<byte[]> get(String who, String path, String... headers) {
        HttpRequest.Builder request = request(who, path).GET();
        return send(
                headers.length == 0 ? request.build() : request.headers(headers).build());
    }

    public HttpResponse<byte[]> post(String who, String path, Object body) {
        try {
            return send(request(who, path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                    .build());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public JsonNode body(HttpResponse<byte[]> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** STOW-RS of whole files. */
    public HttpResponse<byte[]> store(String who, byte[]... parts) {
        return storeTo(who, "/dicomweb/studies", parts);
    }

    public HttpResponse<byte[]> storeTo(String who, String path, byte[]... parts) {
        return send(request(who, path)
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=line")
                .header("Huizhen-Device", "CT1")
                .header("Huizhen-Device-Address", "10.1.2.3")
                .POST(HttpRequest.BodyPublishers.ofByteArray(TestInstances.multipart("line", parts)))
                .build());
    }

    /** Pairs a gateway; answers its id and token. */
    public Paired pair(OrganizationId organization) {
        JsonNode code = body(
                post("admin", "/api/v1/gateways/pairing-codes", Map.of("organizationId", organization.toString())));
        JsonNode paired = body(post(
                "nobody",
                "/api/v1/gateways/pair",
                Map.of("code", code.get("code").asText(), "name", "gw")));
        return new Paired(paired.get("gatewayId").asText(), paired.get("token").asText());
    }

    public record Paired(String id, String token) {}

    /** One value of the database. */
    public <T> T ask(Class<T> type, String sql) {
        return database.read(handle -> handle.createQuery(sql).mapTo(type).one());
    }

    public List<String> eventTypes(String studyUid) {
        return database.read(handle -> handle.createQuery("""
                        select e.type from outbox_event e join study s on s.id = e.aggregate_id
                        where s.study_instance_uid = :uid order by e.id
                        """)
                .bind("uid", studyUid)
                .mapTo(String.class)
                .list());
    }

    @Override
    public void close() {
        http.close();
        blobs.close();
        test.close();
    }
}
