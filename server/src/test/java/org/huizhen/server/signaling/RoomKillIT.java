package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.huizhen.server.Eventually;
import org.huizhen.server.FreePorts;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** kill -9 of the server process while people are in a room. */
final class RoomKillIT {
    private static TestServer setup;
    private static TestServer.Person physician;
    private static TestServer.Person specialist;
    private static Path config;
    private static int signaling;

    @BeforeAll
    static void start() throws IOException {
        setup = TestServer.start();
        OrganizationId center = setup.organization("县人民医院", "center", Optional.empty());
        physician = setup.person(center, "physician");
        specialist = setup.person(center, "specialist");
        // Another process on the same data, on ports of its own: it is the one that dies.
        signaling = FreePorts.next();
        String text = Files.readString(setup.folder().resolve("server.yaml"))
                .replace("port: " + setup.services().signalingPort(), "port: " + signaling)
                .replace("port: " + setup.services().httpPort(), "port: " + FreePorts.next())
                .replace("directory: logs", "directory: logs2")
                .replace("poolSize: 8", "poolSize: 4");
        config = setup.folder().resolve("second.yaml");
        Files.writeString(config, text);
    }

    @AfterAll
    static void stop() {
        setup.close();
    }

    @Test
    void aKilledServerKeepsAttendanceBoardAndChat() throws Exception {
        String room = physician
                .client()
                .post("/api/v1/rooms", Map.of("kind", "discussion", "invited", Meeting.ids(specialist)))
                .body()
                .path("id")
                .asText();
        Process first = launch();
        try (SignalClient host = tab(physician);
                SignalClient guest = tab(specialist)) {
            join(host, room);
            join(guest, room);
            host.send("{\"type\":\"board.view\"," + in(room) + ",\"view\":{\"study\":\"1.2.3\",\"frame\":42}}");
            host.ask("board.mark.add", in(room) + ",\"mark\":{\"kind\":\"arrow\",\"study\":\"1.2.3\"}");
            guest.ask("chat.send", in(room) + ",\"text\":\"左肺下叶\"");
            Eventually.until("the board was kept", Duration.ofSeconds(10), () -> kept(room));
            Eventually.until("a heartbeat came after that", Duration.ofSeconds(15), () -> beats() >= 2);
        } finally {
            first.destroyForcibly().waitFor();
        }
        assertThat(stays(room)).hasSize(2).allMatch(stay -> stay.equals("open"));

        Process second = launch();
        long before = System.nanoTime();
        try (SignalClient host = tab(physician);
                SignalClient guest = tab(specialist)) {
            JsonNode snapshot = join(host, room);
            join(guest, room);
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            System.out.printf("back in the room %d ms after the server's return%n", took.toMillis());
            assertThat(took).isLessThan(Duration.ofSeconds(10));
            assertThat(snapshot.at("/board/view/frame").asInt()).isEqualTo(42);
            assertThat(snapshot.at("/board/marks")).hasSize(1);
            assertThat(snapshot.at("/chat/0/text").asText()).isEqualTo("左肺下叶");
            assertThat(stays(room)).containsExactly("crashed", "crashed", "open", "open");
            JsonNode attendance = physician
                    .client()
                    .get("/api/v1/rooms/" + room + "/attendance")
                    .body();
            assertThat(attendance.at("/items/0/reason").asText()).isEqualTo("crashed");
            assertThat(attendance.at("/items/0/seconds").asLong()).isPositive();
        } finally {
            second.destroy();
            assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        // An orderly stop ends the stays as such.
        assertThat(stays(room).subList(2, 4)).allMatch(stay -> stay.equals("stopped") || stay.equals("lost"));
    }

    private static SignalClient tab(TestServer.Person person) {
        SignalClient client = SignalClient.connect(signaling);
        client.helloWithToken(person.token());
        return client;
    }

    private static Process launch() throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xmx300m", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of("org.huizhen.server.Main", "server", "--config", config.toString()));
        Path output = setup.folder().resolve("second.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        Eventually.until("the process listened: " + output, Duration.ofSeconds(60), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the server process ended with " + process.exitValue());
            }
            return listens();
        });
        return process;
    }

    private static boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), signaling), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean kept(String room) {
        return count("select count(*) from room where board is not null and id = cast(:room as uuid)", room) == 1;
    }

    /** Seconds of the process's heartbeat after the second stay began. */
    private static long beats() {
        return setup.database()
                .read(handle -> handle.createQuery("""
                                select coalesce(max(extract(epoch from n.heartbeat_at - a.joined_at)), 0)
                                from room_attendance a join cluster_node n on n.name = a.node where a.left_at is null
                                """).mapTo(Double.class).one())
                .longValue();
    }

    private static List<String> stays(String room) {
        return setup.database()
                .read(handle -> handle.createQuery("""
                                select coalesce(left_reason, 'open') from room_attendance
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
