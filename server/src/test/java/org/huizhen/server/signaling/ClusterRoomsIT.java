package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huizhen.config.Keys;
import org.huizhen.server.Eventually;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.cluster.Node;
import org.huizhen.server.cluster.PostgresCluster;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.IceServers;
import org.huizhen.server.signaling.room.MediaPlanes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two signaling servers that share a database: rooms, calls, presence and notifications over both. */
final class ClusterRoomsIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private final Tickets tickets = new Tickets();
    private final List<SignalClient> clients = new ArrayList<>();
    private TestDatabase test;
    private TestConsortium people;
    private SignalingFeature east;
    private SignalingFeature west;

    @BeforeEach
    void start() throws IOException {
        test = TestDatabase.create(Clock.systemUTC());
        people = new TestConsortium(test.database());
        east = node("east");
        west = node("west");
        test.database().outbox().start();
        east.start();
        west.start();
        Eventually.until("each knows the other", Duration.ofSeconds(20), () -> nodes(east) == 2 && nodes(west) == 2);
    }

    @AfterEach
    void stop() {
        clients.forEach(SignalClient::close);
        east.close();
        west.close();
        test.close();
    }

    private SignalingFeature node(String name) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Clock clock = Clock.systemUTC();
        Grants grants = new Grants();
        Access access = new Access(clock, grants);
        AuditLog audit = new AuditLog();
        Membership members =
                new Membership(new Node(name, "ws://127.0.0.1:" + port + "/signal"), true, Map.of(), System::nanoTime);
        return new SignalingFeature(
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
                        port,
                        Optional.empty(),
                        Set.of(),
                        SignalSettings.Limits.standard(),
                        IceServers.Settings.none()),
                tickets,
                new SignalingFeature.Place(
                        new PostgresCluster(test.database(), members, test.url(), test.user(), test.password()),
                        "https://huizhen.example",
                        (handle, request) -> Optional.empty(),
                        MediaPlanes.meshOnly(),
                        Optional.empty()),
                name.equals("east") ? Set.of("readingRequest.filed") : Set.of());
    }

    private int nodes(SignalingFeature node) {
        try (SignalClient tab = SignalClient.connect(node.port())) {
            return tab.hello(tickets.of(people.reader)).at("/ok/nodes").size();
        }
    }

    private SignalClient tab(SignalingFeature node, Actor.Person person) {
        SignalClient tab = SignalClient.connect(node.port());
        clients.add(tab);
        tab.hello(tickets.of(person));
        return tab;
    }

    private List<String> stays(String room) {
        return test.database()
                .read(handle -> handle.createQuery("""
                                select node || ':' || coalesce(left_reason, 'open') from room_attendance
                                where room_id = cast(:room as uuid) order by joined_at, id
                                """)
                        .bind("room", room)
                        .mapTo(String.class)
                        .list());
    }

    /** As if the node had not been able to say that it lives. */
    private void silence(String node) {
        test.database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("update cluster_node set heartbeat_at = heartbeat_at - interval '16 seconds'"
                                + " where name = :node")
                        .bind("node", node)
                        .execute());
    }

    @Test
    void whoeverJoinsOnAnotherNodeIsSentToTheOwnerWithATicket() {
        String room = OpenRoom.at(test, people);
        SignalClient host = tab(east, people.reader);
        join(host, room);
        SignalClient guest = tab(west, people.specialist);
        JsonNode answer = guest.ask("room.join", in(room)).get("ok");
        assertThat(answer.path("state").asText()).isEqualTo("moved");
        assertThat(URI.create(answer.path("url").asText()).getPort()).isEqualTo(east.port());
        SignalClient there = SignalClient.connect(east.port());
        clients.add(there);
        there.hello(answer.path("ticket").asText());
        assertThat(join(there, room).path("participants")).hasSize(2);
        assertThat(host.event("participant.joined").at("/participant/name").asText())
                .isEqualTo(people.specialist.displayName());
        assertThat(stays(room)).containsExactly("east:open", "east:open");
    }

    @Test
    void aRoomThatWasLeftLivesOnWhateverNodeIsJoinedNext() {
        String room = OpenRoom.at(test, people);
        join(tab(east, people.reader), room);
        east.close();
        SignalClient host = tab(west, people.reader);
        assertThat(join(host, room).path("state").asText()).isEqualTo("in");
        assertThat(stays(room)).containsExactly("east:stopped", "west:open");
    }

    @Test
    void anotherNodeTakesOverWhenTheOwnerFallsSilentAndTheFormerOneWritesNothing() {
        String room = OpenRoom.at(test, people);
        SignalClient former = tab(east, people.reader);
        join(former, room);
        former.ask("chat.send", in(room) + ",\"text\":\"before\"");
        former.ask("board.mark.add", in(room) + ",\"mark\":{\"kind\":\"arrow\"}");
        silence("east");
        SignalClient later = tab(west, people.specialist);
        JsonNode snapshot = join(later, room);
        assertThat(snapshot.at("/chat/0/text").asText()).isEqualTo("before");
        assertThat(snapshot.at("/board/marks")).hasSize(1);
        assertThat(stays(room)).containsExactly("east:crashed", "west:open");
        // The former owner lives, and has not noticed.
        JsonNode refused = former.ask("chat.send", in(room) + ",\"text\":\"too late\"");
        assertThat(Meeting.error(refused)).isEqualTo("room-moved");
        former.event("room.moved");
        JsonNode moved = former.ask("room.join", in(room)).get("ok");
        assertThat(URI.create(moved.path("url").asText()).getPort()).isEqualTo(west.port());
        assertThat(later.ask("room.sync", in(room)).at("/ok/chat")).hasSize(1);
    }

    @Test
    void aFormerOwnerNoticesByItselfThoughNobodySaysAnything() {
        String room = OpenRoom.at(test, people);
        SignalClient former = tab(east, people.reader);
        join(former, room);
        silence("east");
        join(tab(west, people.specialist), room);
        Eventually.until("the former owner let go", SOON, () -> former.has("room.moved"));
        assertThat(east.rooms()).isZero();
    }

    @Test
    void aNodeThatCannotWriteItsHeartbeatLetsGoByItselfAndSendsPeopleAway() throws SQLException {
        String room = OpenRoom.at(test, people);
        SignalClient former = tab(east, people.reader);
        join(former, room);
        try (Connection line = DriverManager.getConnection(test.url(), test.user(), test.password())) {
            line.setAutoCommit(false);
            try (Statement statement = line.createStatement()) {
                statement.execute("select 1 from cluster_node where name = 'east' for update");
            }
            Eventually.until("it let go", Duration.ofSeconds(30), () -> former.has("room.moved"));
            assertThat(Meeting.error(former.ask("room.join", in(room)))).isEqualTo("unavailable");
            assertThat(former.closeCode()).isEqualTo(1012);
            assertThat(join(tab(west, people.reader), room).path("state").asText())
                    .isEqualTo("in");
            line.rollback();
        }
        Eventually.until("it is back", Duration.ofSeconds(20), () -> nodes(west) == 2);
        assertThat(stays(room)).containsExactly("east:crashed", "west:open");
    }

    @Test
    void aCallRingsAPersonOnAnotherNodeWhoAnswersThere() {
        String room = OpenRoom.at(test, people);
        SignalClient caller = tab(east, people.reader);
        SignalClient rung = tab(west, people.specialist);
        Eventually.until(
                "the other node knows them",
                SOON,
                () -> state(caller, people.specialist).equals("available"));
        JsonNode invited = caller.ask("call.invite", in(room) + ",\"callee\":\"" + people.specialist.userId() + "\"");
        assertThat(invited.at("/ok/ringing").asInt()).isEqualTo(1);
        String call = "\"call\":\"" + rung.event("call.invited").path("call").asText() + "\"";
        assertThat(rung.ask("call.ring", call).has("ok")).isTrue();
        caller.event("call.ringing");
        assertThat(rung.ask("call.accept", call).at("/ok/room").asText()).isEqualTo(room);
        assertThat(caller.event("call.accepted").path("by").asText()).isEqualTo(people.specialist.displayName());
        rung.event("call.accepted");
        assertThat(Meeting.error(rung.ask("call.decline", call))).isEqualTo("invalid-request");
    }

    @Test
    void presenceIsSeenFromEveryNodeAndEndsWithTheNode() {
        SignalClient watcher = tab(east, people.reader);
        SignalClient seen = tab(west, people.specialist);
        Eventually.until(
                "they are there", SOON, () -> state(watcher, people.specialist).equals("available"));
        seen.ask("presence.set", "\"state\":\"busy\",\"onDuty\":true");
        Eventually.until(
                "they are busy", SOON, () -> state(watcher, people.specialist).equals("busy"));
        west.close();
        Eventually.until(
                "they are gone", SOON, () -> state(watcher, people.specialist).equals("offline"));
    }

    private static String state(SignalClient watcher, Actor.Person person) {
        return watcher.ask("presence.watch", "\"users\":[\"" + person.userId() + "\"]")
                .at("/ok/people/0/state")
                .asText();
    }

    @Test
    void whatOneNodeTakesFromTheOutboxIsToldToTheSessionsOfAll() {
        SignalClient one = tab(east, people.reader);
        SignalClient two = tab(west, people.secondReader);
        ReadingRequestId request = ReadingRequestId.next();
        test.database()
                .run(transaction -> transaction.publish(Event.of(
                        "readingRequest.filed", "readingRequest", request, 3, people.clinic1, transaction.now())));
        for (SignalClient client : List.of(one, two)) {
            assertThat(client.event("notify").path("resourceId").asText()).isEqualTo(request.toString());
        }
    }
}
