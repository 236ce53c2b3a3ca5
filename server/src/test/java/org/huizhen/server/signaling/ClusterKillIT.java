package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.Eventually;
import org.huizhen.server.ServerProcess;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.cluster.Lease;
import org.huizhen.server.core.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Server processes that share a database and no memory: the owner of a room is killed, or paused and goes on. */
final class ClusterKillIT {
    private static final Duration START = Duration.ofSeconds(90);

    private static TestServer setup;
    private static TestServer.Person physician;
    private static TestServer.Person specialist;
    private static TestServer.Person colleague;
    private final List<SignalClient> clients = new ArrayList<>();
    private final List<ServerProcess> servers = new ArrayList<>();

    @BeforeAll
    static void start() {
        setup = TestServer.start(Clock.systemUTC(), "cluster:\n  mode: postgres\n  node: desk\n");
        OrganizationId center = setup.organization("县人民医院", "center", Optional.empty());
        physician = setup.person(center, "physician");
        specialist = setup.person(center, "specialist");
        colleague = setup.person(center, "specialist");
    }

    @AfterAll
    static void stop() {
        setup.close();
    }

    @AfterEach
    void end() throws InterruptedException {
        clients.forEach(SignalClient::close);
        for (ServerProcess server : servers) {
            server.close();
        }
    }

    private List<ServerProcess> launch(String... names) throws IOException {
        for (String name : names) {
            servers.add(ServerProcess.start(setup, name));
        }
        servers.forEach(ServerProcess::awaitReady);
        for (ServerProcess server : servers) {
            Eventually.until("server " + server.name() + " knows the others", START, () -> {
                try (SignalClient tab = SignalClient.connect(server.signaling())) {
                    return tab.helloWithToken(physician.token()).at("/ok/nodes").size() >= names.length + 1;
                }
            });
        }
        return List.copyOf(servers);
    }

    private SignalClient tab(int port, TestServer.Person person) {
        SignalClient client = SignalClient.connect(port);
        clients.add(client);
        client.helloWithToken(person.token());
        return client;
    }

    /** As the web client enters: by the server that it calls, or the one to which it is sent. Empty while neither has the room. */
    private Optional<SignalClient> enter(int port, TestServer.Person person, String room) {
        SignalClient asked = tab(port, person);
        JsonNode answer = asked.ask("room.join", in(room));
        if (answer.at("/ok/state").asText().equals("in")) {
            return Optional.of(asked);
        }
        if (!answer.at("/ok/state").asText().equals("moved")) {
            asked.close();
            return Optional.empty();
        }
        try {
            asked.ask("bye", "");
            SignalClient there = SignalClient.connect(
                    URI.create(answer.at("/ok/url").asText()).getPort());
            clients.add(there);
            if (!there.hello(answer.at("/ok/ticket").asText()).has("ok")) {
                return Optional.empty();
            }
            join(there, room);
            return Optional.of(there);
        } catch (RuntimeException e) {
            return Optional.empty(); // it is dead
        }
    }

    private SignalClient entered(int port, TestServer.Person person, String room) {
        List<SignalClient> found = new ArrayList<>();
        Eventually.until(person.username() + " is in the room", Duration.ofSeconds(40), () -> {
            enter(port, person, room).ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.getFirst();
    }

    private static String room() {
        return physician
                .client()
                .post("/api/v1/rooms", Map.of("kind", "discussion", "invited", Meeting.ids(specialist)))
                .body()
                .path("id")
                .asText();
    }

    @Test
    void anotherServerTakesOverARoomWhoseOwnerIsKilledDuringACall() throws Exception {
        List<ServerProcess> both = launch("east", "west");
        ServerProcess east = both.getFirst();
        ServerProcess west = both.getLast();
        String room = room();
        SignalClient host = tab(east.signaling(), physician);
        join(host, room);
        SignalClient guest = entered(west.signaling(), specialist, room);
        assertThat(host.event("participant.joined").at("/participant/userId").asText())
                .isEqualTo(specialist.id().toString());

        // Rung on the other server, answered there, led to the room.
        SignalClient rung = tab(west.signaling(), colleague);
        Eventually.until(
                "the caller's server knows that they are there",
                Duration.ofSeconds(10),
                () -> host.ask("presence.watch", "\"users\":[\"" + colleague.id() + "\"]")
                        .at("/ok/people/0/state")
                        .asText()
                        .equals("available"));
        host.ask("call.invite", in(room) + ",\"callee\":\"" + colleague.id() + "\"");
        String call = "\"call\":\"" + rung.event("call.invited").path("call").asText() + "\"";
        assertThat(rung.ask("call.accept", call).at("/ok/room").asText()).isEqualTo(room);
        host.event("call.accepted");
        SignalClient third = entered(west.signaling(), colleague, room);

        host.send("{\"type\":\"board.view\"," + in(room) + ",\"view\":{\"study\":\"1.2.3\",\"frame\":42}}");
        host.ask("board.mark.add", in(room) + ",\"mark\":{\"kind\":\"arrow\",\"study\":\"1.2.3\"}");
        third.ask("chat.send", in(room) + ",\"text\":\"左肺下叶\"");
        Eventually.until(
                "the board was kept",
                Duration.ofSeconds(10),
                () -> count("select count(*) from room where board is not null and id = cast(:room as uuid)", room)
                        == 1);
        assertThat(stays(room)).containsExactly("east:open", "east:open", "east:open");

        long before = System.nanoTime();
        east.kill();
        SignalClient back = entered(west.signaling(), specialist, room);
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        SignalClient hostBack = entered(west.signaling(), physician, room);
        System.out.printf(
                "FAULTS owner of a room killed: back in the room on another server after %d ms%n", took.toMillis());
        assertThat(took).isLessThan(Lease.GOOD.plusSeconds(10));
        JsonNode snapshot = back.ask("room.sync", in(room)).get("ok");
        assertThat(snapshot.path("participants")).hasSize(2);
        assertThat(snapshot.at("/board/view/frame").asInt()).isEqualTo(42);
        assertThat(snapshot.at("/board/marks")).hasSize(1);
        assertThat(snapshot.at("/chat/0/text").asText()).isEqualTo("左肺下叶");
        assertThat(stays(room))
                .containsExactly("east:crashed", "east:crashed", "east:crashed", "west:open", "west:open");
        JsonNode attendance = new TestClient(URI.create("http://127.0.0.1:" + west.http()), Optional.empty())
                .as(physician.token())
                .get("/api/v1/rooms/" + room + "/attendance")
                .body();
        assertThat(attendance.at("/items/0/reason").asText()).isEqualTo("crashed");
        assertThat(attendance.at("/items/0/seconds").asLong())
                .isLessThan(took.plusSeconds(60).toSeconds());

        // A close on yet another server reaches those who are in.
        assertThat(physician
                        .client()
                        .post("/api/v1/rooms/" + room + "/close", Map.of())
                        .status())
                .isBetween(200, 299);
        hostBack.event("room.closed");
        back.event("room.closed");
        guest.close();
    }

    @Test
    void aPausedOwnerWritesNothingOnceAnotherHasTakenOver() throws Exception {
        ServerProcess east = launch("east").getFirst();
        String room = room();
        SignalClient host = tab(east.signaling(), physician);
        join(host, room);
        host.ask("chat.send", in(room) + ",\"text\":\"before\"");
        east.signal("STOP");
        try {
            // What the paused server finds when it goes on: more than one write of a room that is not its own any more.
            for (int i = 0; i < 5; i++) {
                host.send(
                        "{\"id\":" + (500 + i) + ",\"type\":\"chat.send\"," + in(room) + ",\"text\":\"while paused\"}");
                host.send("{\"id\":" + (600 + i) + ",\"type\":\"board.mark.add\"," + in(room)
                        + ",\"mark\":{\"kind\":\"arrow\"}}");
            }
            host.send("{\"type\":\"board.view\"," + in(room) + ",\"view\":{\"study\":\"1.2.3\",\"frame\":7}}");
            SignalClient taker = entered(setup.services().signalingPort(), specialist, room);
            assertThat(taker.ask("chat.send", in(room) + ",\"text\":\"after\"").has("ok"))
                    .isTrue();
        } finally {
            east.signal("CONT");
        }
        host.event("room.moved");
        SignalClient again = entered(east.signaling(), physician, room);
        JsonNode snapshot = again.ask("room.sync", in(room)).get("ok");
        assertThat(snapshot.path("chat"))
                .extracting(line -> line.path("text").asText())
                .containsExactly("before", "after");
        assertThat(snapshot.at("/board/marks")).isEmpty();
        assertThat(snapshot.at("/board/view").isMissingNode()).isTrue();
        assertThat(snapshot.path("participants")).hasSize(2);
        assertThat(stays(room)).containsExactly("east:crashed", "desk:open", "desk:open");
        assertThat(count("select count(*) from chat_message where room_id = cast(:room as uuid)", room))
                .isEqualTo(2);
        assertThat(east.stop(Duration.ofSeconds(20))).isTrue();
    }

    private static List<String> stays(String room) {
        return setup.database()
                .read(handle -> handle.createQuery("""
                                select node || ':' || coalesce(left_reason, 'open') from room_attendance
                                where room_id = cast(:room as uuid) order by joined_at, id
                                """)
                        .bind("room", room)
                        .mapTo(String.class)
                        .list());
    }

    private static long count(String sql, String room) {
        return setup.database()
                .read(handle -> handle.createQuery(sql)
                        .bind("room", room)
                        .mapTo(Long.class)
                        .one());
    }
}
