package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody's network is gone for 5, 20 and 90 s of real time while the others go on. */
final class NetworkCutIT {
    private static TestServer server;
    private static TestServer.Person host;
    private static TestServer.Person guest;

    private CutWire wire;
    private String room;
    private SignalClient hosts;
    private SignalClient guests;
    private JsonNode welcome;
    private JsonNode guestsRoom;

    @BeforeAll
    static void start() {
        server = TestServer.start(Clock.systemUTC(), "");
        OrganizationId center = server.organization("县人民医院", "center", Optional.empty());
        OrganizationId clinic = server.organization("东乡卫生院", "township", Optional.of(center));
        host = server.person(clinic, "physician");
        guest = server.person(center, "specialist");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void meet() {
        int port = server.services().signalingPort();
        wire = CutWire.to(port);
        room = host.client()
                .post("/api/v1/rooms", Map.of("kind", "discussion", "invited", Meeting.ids(guest)))
                .body()
                .path("id")
                .asText();
        hosts = SignalClient.connect(port).answeringPings();
        hosts.helloWithToken(host.token());
        guests = SignalClient.connect(wire.port()).answeringPings();
        welcome = guests.helloWithToken(guest.token());
        join(hosts, room);
        guestsRoom = join(guests, room);
        hosts.event("participant.joined");
    }

    @AfterEach
    void part() {
        guests.close();
        hosts.close();
        wire.close();
    }

    @Test
    void fiveSecondsAreNotNoticed() {
        wire.cut();
        say("一", "二");
        hosts.pause(Duration.ofSeconds(5));
        wire.mend();
        assertThat(heard(guests, 2)).containsExactly("一", "二");
        assertThat(guests.ask("chat.send", in(room) + ",\"text\":\"三\"").has("ok"))
                .isTrue();
        assertThat(hosts.has("participant.updated")).isFalse();
        assertThat(hosts.has("participant.left")).isFalse();
    }

    @Test
    void afterTwentySecondsTheSameParticipantGoesOnWithNothingMissing() {
        wire.cut();
        say("一", "二");
        hosts.ask("board.mark.add", in(room) + ",\"mark\":{\"kind\":\"arrow\",\"study\":\"1.2.3\"}");
        hosts.pause(Duration.ofSeconds(20));
        JsonNode away = hosts.event("participant.updated");
        assertThat(away.at("/participant/state").asText()).isEqualTo("away");
        assertThat(away.at("/participant/tracks")).isEmpty();

        wire.mend();
        guests.close();
        guests = SignalClient.connect(wire.port()).answeringPings();
        JsonNode back = guests.resumeWithToken(guest.token(), welcome, 0);
        assertThat(back.at("/ok/resumed").asBoolean()).isTrue();
        assertThat(heard(guests, 2)).containsExactly("一", "二");
        assertThat(guests.event("board.mark.added").at("/mark/kind").asText()).isEqualTo("arrow");
        JsonNode present = hosts.event("participant.updated").get("participant");
        assertThat(present.path("state").asText()).isEqualTo("present");
        assertThat(present.path("id").asText()).isEqualTo(guestsRoom.path("you").asText());
        assertThat(hosts.has("participant.left")).isFalse();
    }

    @Test
    void afterNinetySecondsTheyJoinAnewAndAttendanceSaysSo() {
        assumeTrue(Boolean.getBoolean("huizhen.faults"), "takes minutes: part of ./huizhen test --faults");
        wire.cut();
        say("一");
        hosts.pause(Duration.ofSeconds(90));
        assertThat(hosts.event("participant.left").path("reason").asText()).isEqualTo("lost");

        wire.mend();
        guests.close();
        guests = SignalClient.connect(wire.port()).answeringPings();
        assertThat(guests.resumeWithToken(guest.token(), welcome, 0)
                        .at("/ok/resumed")
                        .asBoolean(true))
                .isFalse();
        JsonNode snapshot = join(guests, room);
        assertThat(snapshot.path("participants")).hasSize(2);
        assertThat(snapshot.at("/chat/0/text").asText()).isEqualTo("一");
        List<String> stays = new ArrayList<>();
        host.client()
                .get("/api/v1/rooms/" + room + "/attendance")
                .body()
                .path("items")
                .forEach(stay -> {
                    if (stay.at("/person/id").asText().equals(guest.id().toString())) {
                        stays.add(stay.path("reason").asText("there"));
                        if (stays.size() == 1) {
                            assertThat(stay.path("seconds").asLong()).isBetween(60L, 90L);
                        }
                    }
                });
        assertThat(stays).containsExactly("lost", "there");
    }

    private void say(String... lines) {
        for (String line : lines) {
            hosts.ask("chat.send", in(room) + ",\"text\":\"" + line + "\"");
        }
    }

    private static List<String> heard(SignalClient client, int lines) {
        List<String> heard = new ArrayList<>();
        while (heard.size() < lines) {
            heard.add(client.event("chat.message").path("text").asText());
        }
        return heard;
    }
}
