package org.huizhen.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.identity.IdentityFeature;
import org.huizhen.server.organization.OrganizationFeature;

/** The whole center in this process, on free ports, over a database of its own. */
public final class TestServer implements AutoCloseable {
    private static final Actor SETUP = new Actor.Server("test");
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestDatabase database;
    private final Path folder;
    private final ServerSettings settings;
    private final Services services;

    private TestServer(TestDatabase database, Path folder, ServerSettings settings, Services services) {
        this.database = database;
        this.folder = folder;
        this.settings = settings;
        this.services = services;
    }

    public static TestServer start() {
        return start(Clock.systemUTC(), "");
    }

    /** @param settings more lines of server.yaml, for example {@code sessions:\n  idle: 5m\n} */
    public static TestServer start(Clock clock, String settings) {
        try {
            TestDatabase database = TestDatabase.create(clock);
            Path folder = Files.createTempDirectory("huizhen-test-server");
            Path file = folder.resolve("server.yaml");
            Files.writeString(
                    file,
                    """
                    http:
                      address: 127.0.0.1
                      port: %d
                      tls:
                        mode: none
                    signaling:
                      port: %d
                    database:
                      poolSize: 8
                      url: %s
                      user: %s
                      password: %s
                    storage:
                      directory: blobs
                      minimumFree: 1 MiB
                    web:
                      directory: web
                    keys: keys.yaml
                    catalog: %s
                    logging:
                      directory: logs
                    audit:
                      exportFile: audit/head.log
                    """.formatted(
                                            FreePorts.next(),
                                            FreePorts.next(),
                                            database.url(),
                                            database.user(),
                                            database.password(),
                                            projectFolder().resolve("config/catalog"))
                            + settings);
            Files.createDirectories(folder.resolve("web/assets"));
            Files.writeString(
                    folder.resolve("web/index.html"), "<html><script nonce=\"__CSP_NONCE__\"></script></html>");
            Files.writeString(folder.resolve("web/assets/index-1a2b3c.js"), "export const a = 1;\n".repeat(500));
            ServerSettings loaded = ServerSettings.load(file).orThrow();
            Services services = Services.open(loaded, clock);
            services.start();
            return new TestServer(database, folder, loaded, services);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A signed-in person. */
    public record Person(
            UserId id,
            OrganizationId organization,
            String username,
            String password,
            String token,
            TestClient client) {}

    /** Makes an organization. @param level center, county, township or village */
    public OrganizationId organization(String name, String level, Optional<OrganizationId> parent) {
        return database()
                .write(transaction -> services.ground()
                        .organizations
                        .create(
                                transaction,
                                SETUP,
                                new OrganizationFeature.Draft(
                                        name,
                                        Optional.empty(),
                                        "ORG" + COUNT.incrementAndGet(),
                                        level,
                                        parent.map(OrganizationId::value),
                                        Optional.empty())));
    }

    /** Makes a person with the roles and signs them in as an API client. */
    public Person person(OrganizationId organization, String... roles) {
        String username = String.join("-", roles) + COUNT.incrementAndGet();
        IdentityFeature.NewUser made = database()
                .write(transaction -> services.ground()
                        .identity
                        .create(
                                transaction,
                                SETUP,
                                new IdentityFeature.UserDraft(
                                        username,
                                        username,
                                        organization.value(),
                                        Optional.empty(),
                                        new HashSet<>(Arrays.asList(roles)),
                                        Optional.of("of " + username + " alone"))));
        String token = signIn(username, made.password());
        return new Person(made.id(), organization, username, made.password(), token, client().as(token));
    }

    /** The token of a new session. */
    public String signIn(String username, String password) {
        TestClient.Answer answer = client().post("/api/v1/session", Map.of("username", username, "password", password));
        if (answer.status() != 200) {
            throw new AssertionError(username + " cannot sign in: " + answer.status() + " " + answer.body());
        }
        return answer.body().path("token").asText();
    }

    /** A client that is not signed in. */
    public TestClient client() {
        return new TestClient(base(), Optional.empty());
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + services.httpPort());
    }

    public URI signaling() {
        return URI.create("ws://127.0.0.1:" + services.signalingPort() + "/signal");
    }

    public Services services() {
        return services;
    }

    public ServerSettings settings() {
        return settings;
    }

    /** The server's own pool and outbox. */
    public Database database() {
        return services.ground().database;
    }

    /** The folder of the server's files: blobs, keys, logs. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        services.close();
        database.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the whole project: the one that holds {@code .mvn}. */
    public static Path projectFolder() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
