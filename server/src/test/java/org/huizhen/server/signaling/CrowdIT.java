package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.huizhen.config.Keys;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.cluster.LoneCluster;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.IceServers;
import org.huizhen.server.signaling.room.MediaPlanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many people in one room, on a signaling server without the web server around it. */
final class CrowdIT {
    @TempDir
    Path folder;

    private final Tickets tickets = new Tickets();
    private TestDatabase test;
    private TestConsortium people;
    private SignalingFeature signaling;

    @BeforeEach
    void start() {
        Clock clock = Clock.systemUTC();
        test = TestDatabase.create(clock);
        people = new TestConsortium(test.database());
        Grants grants = new Grants();
        Access access = new Access(clock, grants);
        AuditLog audit = new AuditLog();
        signaling = new SignalingFeature(
                new RoomRegister.Ground(
                        test.database(),
                        access,
                        grants,
                        audit,
                        clock,
                        new PatientFeature(test.database(), access, audit, Keys.open(folder.resolve("keys.yaml")))),
                new SimpleMeterRegistry(),
                new SignalSettings(
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Set.of(),
                        SignalSettings.Limits.standard(),
                        IceServers.Settings.none()),
                tickets,
                new SignalingFeature.Place(
                        new LoneCluster(Membership.alone("test")),
                        "https://huizhen.example",
                        (handle, request) -> Optional.empty(),
                        MediaPlanes.meshOnly(),
                        Optional.empty()),
                Set.of());
        test.database().outbox().start();
        signaling.start();
    }

    @AfterEach
    void stop() {
        signaling.close();
        test.close();
    }

    @Test
    void fiftyPeopleJoinInASecond() throws Exception {
        String room = OpenRoom.at(test, people);
        List<SignalClient> tabs = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            SignalClient tab = SignalClient.connect(signaling.port());
            tab.hello(tickets.of(people.person("crowd" + i, people.center, "specialist")));
            tabs.add(tab);
        }
        long before = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(10)) {
            List<Future<JsonNode>> joins = new ArrayList<>();
            tabs.forEach(tab -> joins.add(threads.submit(() -> Meeting.join(tab, room))));
            for (Future<JsonNode> joined : joins) {
                assertThat(joined.get().path("state").asText()).isEqualTo("in");
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        JsonNode snapshot = tabs.getLast().ask("room.sync", Meeting.in(room)).get("ok");
        assertThat(snapshot.path("participants")).hasSize(50);
        // Everybody has been told of everybody who came later, in one order.
        assertThat(snapshot.path("roomRev").asLong()).isEqualTo(50);
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        long stays = test.database()
                .read(handle -> handle.createQuery("select count(*) from room_attendance where left_at is null")
                        .mapTo(Long.class)
                        .one());
        assertThat(stays).isEqualTo(50);
        tabs.forEach(SignalClient::close);
    }
}
