package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.error;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.huizhen.server.Eventually;
import org.huizhen.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Coming, staying and going, as several clients see it. */
final class RoomIT {
    private static Meeting meeting;

    @BeforeAll
    static void start() {
        meeting = new Meeting();
    }

    @AfterEach
    void disperse() {
        meeting.disperse();
    }

    @AfterAll
    static void stop() {
        meeting.close();
    }

    @Test
    void givesASnapshotAndTellsTheOthers() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        JsonNode first = join(host, room);
        assertThat(first.path("role").asText()).isEqualTo("host");
        assertThat(first.path("plane").asText()).isEqualTo("mesh");
        assertThat(first.path("participants")).hasSize(1);
        assertThat(first.path("media").asBoolean()).isTrue();
        assertThat(first.path("rights").toString()).contains("moderate");
        SignalClient guest = meeting.tab(meeting.specialist);
        JsonNode second = join(guest, room);
        assertThat(second.path("role").asText()).isEqualTo("expert");
        assertThat(second.path("participants")).hasSize(2);
        assertThat(second.path("rights").toString()).doesNotContain("moderate");
        assertThat(second.has("waiting")).isFalse();
        JsonNode joined = host.event("participant.joined");
        assertThat(joined.at("/participant/id").asText())
                .isEqualTo(second.path("you").asText());
        assertThat(joined.path("seq").asLong()).isPositive();
        assertThat(joined.path("roomRev").asLong())
                .isEqualTo(second.path("roomRev").asLong());
        guest.ask("room.leave", in(room));
        JsonNode left = host.event("participant.left");
        assertThat(left.path("participant").asText())
                .isEqualTo(second.path("you").asText());
        assertThat(left.path("reason").asText()).isEqualTo("left");
    }

    @Test
    void twoTabsAreOneParticipantOfWhichOneCarriesMedia() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        join(host, room);
        SignalClient first = meeting.tab(meeting.specialist);
        SignalClient second = meeting.tab(meeting.specialist);
        String you = join(first, room).path("you").asText();
        JsonNode snapshot = join(second, room);
        assertThat(snapshot.path("you").asText()).isEqualTo(you);
        assertThat(snapshot.path("media").asBoolean()).isFalse();
        assertThat(snapshot.path("participants")).hasSize(2);
        assertThat(error(second.ask("media.publish", in(room) + ",\"track\":\"t\",\"source\":\"microphone\"")))
                .isEqualTo("not-allowed");
        assertThat(second.ask("room.join", in(room) + ",\"media\":true")
                        .at("/ok/media")
                        .asBoolean())
                .isTrue();
        first.event("media.moved");
        assertThat(second.ask("media.publish", in(room) + ",\"track\":\"t\",\"source\":\"microphone\"")
                        .has("ok"))
                .isTrue();
        first.ask("room.leave", in(room));
        assertThat(host.has("participant.left")).isFalse();
        second.ask("room.leave", in(room));
        assertThat(host.event("participant.left").path("participant").asText()).isEqualTo(you);
    }

    @Test
    void strangersWaitUntilAModeratorLetsThemIn() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        SignalClient expert = meeting.tab(meeting.specialist);
        join(host, room);
        join(expert, room);
        SignalClient stranger = meeting.tab(meeting.stranger);
        JsonNode waiting = join(stranger, room);
        assertThat(waiting.path("state").asText()).isEqualTo("waiting");
        assertThat(waiting.has("participants")).isFalse();
        JsonNode knock = host.event("room.knock");
        String id = knock.at("/guest/waiting").asText();
        assertThat(id).isEqualTo(waiting.path("waiting").asText());
        assertThat(expert.has("room.knock")).isFalse();
        assertThat(error(expert.ask("room.admit", in(room) + ",\"waiting\":\"" + id + "\"")))
                .isEqualTo("not-allowed");
        assertThat(error(stranger.ask("chat.send", in(room) + ",\"text\":\"hello?\"")))
                .isEqualTo("not-allowed");
        assertThat(host.ask("room.admit", in(room) + ",\"waiting\":\"" + id + "\",\"role\":\"interpreter\"")
                        .has("ok"))
                .isTrue();
        stranger.event("room.admitted");
        assertThat(join(stranger, room).path("role").asText()).isEqualTo("interpreter");

        TestServer.Person other = meeting.server.person(meeting.clinic, "technician");
        SignalClient refused = meeting.tab(other);
        String second = join(refused, room).path("waiting").asText();
        host.ask("room.deny", in(room) + ",\"waiting\":\"" + second + "\"");
        refused.event("room.denied");
        assertThat(error(refused.ask("room.join", in(room)))).isEqualTo("not-admitted");
    }

    @Test
    void aLockedRoomTakesNobodyNewIn() {
        String room = meeting.room(meeting.physician, meeting.specialist, meeting.colleague);
        SignalClient host = meeting.tab(meeting.physician);
        SignalClient inside = meeting.tab(meeting.colleague);
        join(host, room);
        join(inside, room);
        assertThat(error(inside.ask("room.lock", in(room) + ",\"locked\":true")))
                .isEqualTo("not-allowed");
        host.ask("room.lock", in(room) + ",\"locked\":true");
        inside.event("room.locked");
        SignalClient late = meeting.tab(meeting.specialist);
        assertThat(error(late.ask("room.join", in(room)))).isEqualTo("room-locked");
        assertThat(join(meeting.tab(meeting.colleague), room).path("locked").asBoolean())
                .isTrue();
        host.ask("room.lock", in(room) + ",\"locked\":false");
        join(late, room);
    }

    @Test
    void aModeratorsMuteHolds() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        SignalClient guest = meeting.tab(meeting.specialist);
        String chief = join(host, room).path("you").asText();
        String you = join(guest, room).path("you").asText();
        String mute = in(room) + ",\"source\":\"microphone\",\"target\":\"";
        assertThat(error(guest.ask("room.mute", mute + chief + "\""))).isEqualTo("not-allowed");
        assertThat(guest.ask("room.mute", mute + you + "\"").has("ok")).isTrue();
        assertThat(guest.ask("room.mute", mute + you + "\",\"muted\":false").has("ok"))
                .isTrue();
        assertThat(error(guest.ask("room.mute", mute + you + "\",\"lock\":true")))
                .isEqualTo("not-allowed");
        host.ask("room.mute", mute + you + "\",\"lock\":true");
        assertThat(error(guest.ask("room.mute", mute + you + "\",\"muted\":false")))
                .isEqualTo("not-allowed");
        assertThat(error(guest.ask("media.publish", in(room) + ",\"track\":\"t\",\"source\":\"microphone\"")))
                .isEqualTo("not-allowed");
        // The moderator unlocks; only the person themselves opens the microphone.
        host.ask("room.mute", mute + you + "\",\"muted\":false");
        JsonNode people = host.ask("room.sync", in(room)).at("/ok/participants");
        assertThat(people.get(1).path("muted").toString()).contains("microphone");
        assertThat(people.get(1).path("locked")).isEmpty();
        assertThat(guest.ask("room.mute", mute + you + "\",\"muted\":false").has("ok"))
                .isTrue();
    }

    @Test
    void changesRightsAndRemovesForGood() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        SignalClient guest = meeting.tab(meeting.specialist);
        join(host, room);
        String you = join(guest, room).path("you").asText();
        guest.ask("media.publish", in(room) + ",\"track\":\"cam\",\"source\":\"camera\"");
        host.ask("room.permissions", in(room) + ",\"target\":\"" + you + "\",\"rights\":[\"audio\"]");
        JsonNode updated = guest.event("participant.updated");
        while (updated.at("/participant/rights").size() != 1) {
            updated = guest.event("participant.updated");
        }
        assertThat(updated.at("/participant/tracks")).isEmpty();
        assertThat(error(guest.ask("chat.send", in(room) + ",\"text\":\"a\""))).isEqualTo("not-allowed");
        assertThat(error(host.ask(
                        "room.permissions", in(room) + ",\"target\":\"" + you + "\",\"rights\":[\"moderate\"]")))
                .isEqualTo("invalid-request");
        assertThat(error(guest.ask("room.kick", in(room) + ",\"target\":\"p1\"")))
                .isEqualTo("not-allowed");
        host.ask("room.kick", in(room) + ",\"target\":\"" + you + "\"");
        guest.event("room.removed");
        assertThat(host.event("participant.left").path("reason").asText()).isEqualTo("removed");
        assertThat(error(guest.ask("room.join", in(room)))).isEqualTo("not-admitted");
        assertThat(error(guest.ask("chat.send", in(room) + ",\"text\":\"a\""))).isEqualTo("not-allowed");
    }

    @Test
    void raisesAndLowersHands() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        SignalClient guest = meeting.tab(meeting.specialist);
        join(host, room);
        String you = join(guest, room).path("you").asText();
        guest.ask("hand.raise", in(room));
        assertThat(host.event("hand.raised").path("participant").asText()).isEqualTo(you);
        assertThat(error(guest.ask("hand.lower", in(room) + ",\"target\":\"p1\"")))
                .isEqualTo("not-allowed");
        host.ask("hand.lower", in(room) + ",\"target\":\"" + you + "\"");
        guest.event("hand.lowered");
    }

    @Test
    void writesOnceWhatIsSentTwiceUnderOneId() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        join(host, room);
        JsonNode first = host.askAs(900, "chat.send", in(room) + ",\"text\":\"看一下第 12 层\"");
        JsonNode again = host.askAs(900, "chat.send", in(room) + ",\"text\":\"看一下第 12 层\"");
        assertThat(again).isEqualTo(first);
        JsonNode chat = join(meeting.tab(meeting.specialist), room).path("chat");
        assertThat(chat).hasSize(1);
        assertThat(chat.get(0).path("text").asText()).isEqualTo("看一下第 12 层");
        assertThat(chat.get(0).path("message").asText())
                .isEqualTo(first.at("/ok/message").asText());
    }

    @Test
    void aResumedTabIsTheSameParticipantAndHasMissedNothing() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        join(host, room);
        SignalClient guest = meeting.socket();
        JsonNode welcome = guest.helloWithToken(meeting.specialist.token());
        JsonNode before = join(guest, room);
        host.event("participant.joined");
        guest.drop();
        for (int i = 0; i < 5; i++) {
            host.ask("chat.send", in(room) + ",\"text\":\"line " + i + "\"");
        }
        SignalClient again = meeting.socket();
        JsonNode resumed = again.resumeWithToken(meeting.specialist.token(), welcome, 0);
        assertThat(resumed.at("/ok/resumed").asBoolean()).isTrue();
        long rev = 0;
        for (int i = 0; i < 5; i++) {
            JsonNode message = again.event("chat.message");
            assertThat(message.path("text").asText()).isEqualTo("line " + i);
            rev = message.path("roomRev").asLong();
        }
        assertThat(again.event("room.check").path("roomRev").asLong()).isEqualTo(rev);
        JsonNode after = again.ask("room.sync", in(room)).get("ok");
        assertThat(after.path("you")).isEqualTo(before.path("you"));
        assertThat(after.path("media").asBoolean()).isTrue();
        assertThat(after.path("epoch")).isEqualTo(before.path("epoch"));
        assertThat(host.has("participant.left")).isFalse();
    }

    @Test
    void whoHasNoLineIsAwayAndThenGone() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        join(host, room);
        SignalClient guest = meeting.tab(meeting.specialist);
        join(guest, room);
        guest.ask("media.publish", in(room) + ",\"track\":\"cam\",\"source\":\"camera\"");
        assertThat(host.event("participant.updated").at("/participant/tracks")).hasSize(1);
        int sockets = meeting.server.services().signaling().sockets();
        guest.drop();
        Eventually.until(
                "the line was seen to be gone",
                Duration.ofSeconds(5),
                () -> meeting.server.services().signaling().sockets() < sockets);
        meeting.clock.pass(Duration.ofSeconds(14));
        host.ask("room.sync", in(room));
        assertThat(host.has("participant.updated")).isFalse();
        meeting.clock.pass(Duration.ofSeconds(2));
        JsonNode away = host.event("participant.updated").path("participant");
        assertThat(away.path("state").asText()).isEqualTo("away");
        assertThat(away.path("tracks")).isEmpty();
        assertThat(away.path("epoch").asLong()).isZero();
        meeting.clock.pass(Duration.ofSeconds(46));
        assertThat(host.event("participant.left").path("reason").asText()).isEqualTo("lost");
    }

    @Test
    void viewersAreANumber() {
        String room = meeting.open(meeting.physician, Map.of("kind", "lecture"));
        meeting.physician
                .client()
                .post(
                        "/api/v1/rooms/" + room + "/invite",
                        Map.of("invited", List.of(meeting.center.toString()), "role", "viewer"));
        SignalClient host = meeting.tab(meeting.physician);
        join(host, room);
        SignalClient viewer = meeting.tab(meeting.specialist);
        JsonNode snapshot = join(viewer, room);
        assertThat(snapshot.path("role").asText()).isEqualTo("viewer");
        assertThat(snapshot.path("participants")).hasSize(1);
        assertThat(host.event("room.viewers").path("count").asInt()).isEqualTo(1);
        assertThat(error(viewer.ask("media.publish", in(room) + ",\"track\":\"t\",\"source\":\"microphone\"")))
                .isEqualTo("not-allowed");
        viewer.ask("hand.raise", in(room));
        assertThat(host.event("hand.raised").path("name").asText()).isNotEmpty();
    }

    @Test
    void refusesEveryMessageAboutARoomOneIsNotIn() {
        String room = meeting.room(meeting.physician);
        String mine = meeting.room(meeting.specialist);
        SignalClient client = meeting.tab(meeting.specialist);
        join(client, mine);
        Map<String, String> messages = Map.ofEntries(
                Map.entry("room.sync", ""),
                Map.entry("room.leave", ""),
                Map.entry("room.admit", ",\"waiting\":\"w1\""),
                Map.entry("room.deny", ",\"waiting\":\"w1\""),
                Map.entry("room.lock", ",\"locked\":true"),
                Map.entry("room.close", ""),
                Map.entry("room.mute", ",\"target\":\"p1\",\"source\":\"microphone\""),
                Map.entry("room.permissions", ",\"target\":\"p1\",\"rights\":[]"),
                Map.entry("room.kick", ",\"target\":\"p1\""),
                Map.entry("hand.raise", ""),
                Map.entry("hand.lower", ""),
                Map.entry("chat.send", ",\"text\":\"x\""),
                Map.entry("board.mark.add", ",\"mark\":{}"),
                Map.entry("board.mark.remove", ",\"mark\":\"m\""),
                Map.entry("board.presenter.request", ""),
                Map.entry("board.presenter.grant", ""),
                Map.entry("board.follow", ",\"follow\":true"),
                Map.entry("media.publish", ",\"track\":\"t\",\"source\":\"camera\""),
                Map.entry("media.unpublish", ",\"track\":\"t\""),
                Map.entry("media.subscribe", ",\"target\":\"p1\",\"track\":\"t\""),
                Map.entry("media.unsubscribe", ",\"target\":\"p1\",\"track\":\"t\""),
                Map.entry("media.offer", ",\"to\":\"p1\",\"pc\":\"1-2\",\"negotiation\":1,\"sdp\":\"v=0\""),
                Map.entry("media.answer", ",\"to\":\"p1\",\"pc\":\"1-2\",\"negotiation\":1,\"sdp\":\"v=0\""),
                Map.entry("media.candidate", ",\"to\":\"p1\",\"pc\":\"1-2\",\"candidate\":{}"),
                Map.entry("media.restart", ",\"to\":\"p1\",\"pc\":\"1-2\""),
                Map.entry("media.quality", ",\"level\":\"good\""),
                Map.entry("media.mode", ",\"mode\":\"low\""));
        messages.forEach((type, fields) -> {
            JsonNode answer = client.ask(type, in(room) + fields);
            assertThat(error(answer)).as(type).isEqualTo("not-allowed");
        });
        assertThat(error(client.ask("room.join", in("00000000-0000-7000-8000-000000000000"))))
                .isEqualTo("no-such-room");
        SignalClient silent = meeting.socket();
        messages.forEach((type, fields) ->
                assertThat(error(silent.ask(type, in(room) + fields))).as(type).isEqualTo("unauthenticated"));
    }
}
