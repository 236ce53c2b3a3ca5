package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.error;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Negotiation between people's tabs, relayed. */
final class MeshIT {
    private static Meeting meeting;
    private String room;
    private SignalClient host;
    private SignalClient guest;
    private JsonNode hosts;
    private JsonNode guests;

    @BeforeAll
    static void start() {
        meeting = new Meeting("""
                media:
                  stun: ["stun:turn.example:3478"]
                  turn: ["turn:turn.example:3478?transport=udp"]
                  turnSecret: north
                """);
    }

    @AfterEach
    void disperse() {
        meeting.disperse();
    }

    @AfterAll
    static void stop() {
        meeting.close();
    }

    private void two() {
        room = meeting.room(meeting.physician, meeting.specialist, meeting.colleague);
        host = meeting.tab(meeting.physician);
        guest = meeting.tab(meeting.specialist);
        hosts = join(host, room);
        guests = join(guest, room);
    }

    private String pc() {
        return hosts.path("epoch").asLong() + "-" + guests.path("epoch").asLong();
    }

    private String to(JsonNode snapshot, String pc) {
        return in(room) + ",\"to\":\"" + snapshot.path("you").asText() + "\",\"pc\":\"" + pc + "\"";
    }

    private static String sdp(long negotiation, String sdp) {
        return ",\"negotiation\":" + negotiation + ",\"sdp\":\"" + sdp + "\"";
    }

    @Test
    void relaysOfferAnswerAndCandidates() {
        two();
        assertThat(host.ask("media.offer", to(guests, pc()) + sdp(1, "offer one"))
                        .has("ok"))
                .isTrue();
        JsonNode offer = guest.event("media.offer");
        assertThat(offer.path("from").asText()).isEqualTo(hosts.path("you").asText());
        assertThat(offer.path("sdp").asText()).isEqualTo("offer one");
        assertThat(offer.path("polite").asBoolean()).isTrue();
        assertThat(offer.path("seq").asLong()).isPositive();
        guest.ask("media.candidate", to(hosts, pc()) + ",\"candidate\":{\"candidate\":\"c\",\"sdpMid\":\"0\"}");
        assertThat(host.event("media.candidate").at("/candidate/sdpMid").asText())
                .isEqualTo("0");
        guest.ask("media.answer", to(hosts, pc()) + sdp(1, "answer one"));
        assertThat(host.event("media.answer").path("sdp").asText()).isEqualTo("answer one");
        guest.ask("media.restart", to(hosts, pc()));
        host.event("media.restart");
    }

    @Test
    void bothMayOfferAtOnceAndOneIsPolite() {
        two();
        host.ask("media.offer", to(guests, pc()) + sdp(1, "a"));
        guest.ask("media.offer", to(hosts, pc()) + sdp(1, "b"));
        assertThat(guest.event("media.offer").path("polite").asBoolean()).isTrue();
        assertThat(host.event("media.offer").path("polite").asBoolean()).isFalse();
        // The polite side takes its own back and answers; then it offers anew.
        assertThat(guest.ask("media.answer", to(hosts, pc()) + sdp(1, "c")).has("ok"))
                .isTrue();
        assertThat(guest.ask("media.offer", to(hosts, pc()) + sdp(2, "d")).has("ok"))
                .isTrue();
        assertThat(host.ask("media.answer", to(guests, pc()) + sdp(2, "e")).has("ok"))
                .isTrue();
    }

    @Test
    void refusesStaleNegotiations() {
        two();
        assertThat(error(guest.ask("media.answer", to(hosts, pc()) + sdp(1, "early"))))
                .isEqualTo("stale-negotiation");
        host.ask("media.offer", to(guests, pc()) + sdp(5, "five"));
        assertThat(error(host.ask("media.offer", to(guests, pc()) + sdp(5, "again"))))
                .isEqualTo("stale-negotiation");
        assertThat(error(host.ask("media.offer", to(guests, pc()) + sdp(4, "older"))))
                .isEqualTo("stale-negotiation");
        host.ask("media.offer", to(guests, pc()) + sdp(6, "six"));
        assertThat(error(guest.ask("media.answer", to(hosts, pc()) + sdp(5, "late"))))
                .isEqualTo("stale-negotiation");
        assertThat(guest.ask("media.answer", to(hosts, pc()) + sdp(6, "right")).has("ok"))
                .isTrue();
        assertThat(error(guest.ask("media.answer", to(hosts, pc()) + sdp(6, "twice"))))
                .isEqualTo("stale-negotiation");
        assertThat(error(host.ask("media.offer", to(guests, "1-99") + sdp(7, "x"))))
                .isEqualTo("stale-negotiation");
        assertThat(error(host.ask("media.offer", to(hosts, pc()) + sdp(7, "x"))))
                .isEqualTo("invalid-request");
    }

    @Test
    void aRejoinedTabIsAnotherConnection() {
        two();
        String before = pc();
        guest.ask("room.leave", in(room));
        guests = join(guest, room);
        assertThat(pc()).isNotEqualTo(before);
        assertThat(error(host.ask("media.candidate", to(guests, before) + ",\"candidate\":{}")))
                .isEqualTo("stale-negotiation");
        assertThat(host.ask("media.offer", to(guests, pc()) + sdp(1, "anew")).has("ok"))
                .isTrue();
    }

    @Test
    void fiveWithVideoAreOneTooMany() {
        List<TestServer.Person> people = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            people.add(meeting.server.person(meeting.center, "specialist"));
        }
        String many = meeting.room(meeting.physician, people.toArray(TestServer.Person[]::new));
        SignalClient first = meeting.tab(meeting.physician);
        join(first, many);
        String camera = in(many) + ",\"track\":\"cam\",\"source\":\"camera\"";
        first.ask("media.publish", camera);
        for (int i = 0; i < 3; i++) {
            SignalClient tab = meeting.tab(people.get(i));
            join(tab, many);
            assertThat(tab.ask("media.publish", camera).has("ok")).isTrue();
        }
        SignalClient fifth = meeting.tab(people.get(3));
        join(fifth, many);
        JsonNode refused = fifth.ask("media.publish", camera);
        assertThat(error(refused)).isEqualTo("no-resources");
        assertThat(refused.at("/error/detail").asText()).contains("4");
        assertThat(fifth.ask("media.publish", in(many) + ",\"track\":\"mic\",\"source\":\"microphone\"")
                        .has("ok"))
                .isTrue();
        first.ask("media.unpublish", in(many) + ",\"track\":\"cam\"");
        assertThat(fifth.ask("media.publish", camera).has("ok")).isTrue();
    }

    @Test
    void tellsOfTracksModesAndQuality() {
        two();
        guest.ask("media.publish", in(room) + ",\"track\":\"mic\",\"source\":\"microphone\"");
        JsonNode tracks = host.event("participant.updated").at("/participant/tracks");
        assertThat(tracks.at("/0/kind").asText()).isEqualTo("audio");
        host.ask(
                "media.subscribe",
                in(room) + ",\"target\":\"" + guests.path("you").asText() + "\",\"track\":\"mic\"");
        assertThat(guest.event("media.subscription").path("wanted").asBoolean()).isTrue();
        guest.ask("media.mode", in(room) + ",\"mode\":\"audio\"");
        assertThat(host.event("participant.updated").at("/participant/mode").asText())
                .isEqualTo("audio");
        guest.ask("media.quality", in(room) + ",\"level\":\"poor\"");
        assertThat(host.event("media.quality").path("level").asText()).isEqualTo("poor");
    }

    @Test
    void tellsOfTurnServersWithCredentialsThatEnd() {
        two();
        JsonNode servers = hosts.path("iceServers");
        assertThat(servers).hasSize(2);
        long until = Long.parseLong(servers.at("/1/username").asText().split(":")[0]);
        assertThat(until - meeting.clock.instant().getEpochSecond()).isEqualTo(4 * 3600);
        assertThat(servers.at("/1/credential").asText()).isNotEmpty();
    }
}
