package org.huizhen.server.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.SettableClock;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.signaling.message.BoardMessage;
import org.huizhen.server.signaling.message.SignalException;
import org.junit.jupiter.api.Test;

/** Rooms without sockets and database: what happens when these fail. */
final class RoomsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
    private final MemoryBook book = new MemoryBook(clock);
    private final Rooms rooms = new Rooms(
            book,
            Optional.empty(),
            RoomLimits.standard(),
            new IceServers(IceServers.Settings.none(), clock),
            MediaPlanes.meshOnly(),
            clock,
            Runnable::run);
    private final RoomId room = RoomId.next();

    private TestSeat tab(Actor.Person person, RoomRole role) {
        book.expected.put(person.userId(), role);
        return new TestSeat(rooms, room, person);
    }

    private TestSeat tab(String name, RoomRole role) {
        return tab(TestSeat.person(name), role);
    }

    private void lose(TestSeat seat, Duration ago) {
        rooms.lost(seat, List.of(room), clock.instant().minus(ago));
        rooms.tick();
    }

    @Test
    void writesTheEndOfAStayWhenTheDatabaseIsBackWithTheTimeAsItWas() {
        TestSeat host = tab("host", RoomRole.HOST);
        TestSeat guest = tab("guest", RoomRole.EXPERT);
        host.ask("room.join", "");
        guest.ask("room.join", "");
        book.down = true;
        Instant left = clock.instant();
        assertThat(guest.ask("room.leave", "").has("error")).isFalse();
        assertThat(host.last("participant.left").path("reason").asText()).isEqualTo("left");
        assertThat(book.ended).isEmpty();
        clock.pass(Duration.ofMinutes(3));
        book.down = false;
        rooms.tick();
        assertThat(book.ended.values()).containsExactly("left");
        assertThat(book.endedAt.values()).containsExactly(left);
    }

    @Test
    void refusesWhatCannotBeKeptAndChangesNothing() {
        TestSeat host = tab("host", RoomRole.HOST);
        host.ask("room.join", "");
        book.down = true;
        assertThat(host.ask("chat.send", ",\"text\":\"lost?\"").path("error").asText())
                .isEqualTo("unavailable");
        assertThat(host.ask("board.mark.add", ",\"mark\":{\"kind\":\"arrow\"}")
                        .path("error")
                        .asText())
                .isEqualTo("unavailable");
        assertThat(host.ask("room.lock", ",\"locked\":true").path("error").asText())
                .isEqualTo("unavailable");
        TestSeat late = tab("late", RoomRole.EXPERT);
        assertThat(late.ask("room.join", "").path("error").asText()).isEqualTo("unavailable");
        book.down = false;
        JsonNode snapshot = host.ask("room.sync", "");
        assertThat(snapshot.path("chat")).isEmpty();
        assertThat(snapshot.at("/board/marks")).isEmpty();
        assertThat(snapshot.path("locked").asBoolean()).isFalse();
        assertThat(snapshot.path("participants")).hasSize(1);
        assertThat(host.events).isEmpty();
    }

    @Test
    void letsGoOfARoomThatAnotherNodeHasTakenAndTellsEverybody() {
        TestSeat host = tab("host", RoomRole.HOST);
        TestSeat guest = tab("guest", RoomRole.EXPERT);
        host.ask("room.join", "");
        guest.ask("room.join", "");
        book.taken = true;
        assertThat(host.ask("chat.send", ",\"text\":\"too late\"").path("error").asText())
                .isEqualTo("room-moved");
        host.last("room.moved");
        guest.last("room.moved");
        assertThat(rooms.size()).isZero();
        assertThat(host.ask("room.join", "").path("moved").asText()).isEqualTo("wss://other.example/signal");
        assertThat(book.views).isEmpty();
    }

    @Test
    void letsGoByItselfWhenTheBoardCannotBeKeptAnyMore() {
        TestSeat host = tab("host", RoomRole.HOST);
        host.ask("room.join", "");
        rooms.handle(
                host,
                new BoardMessage.View(
                        room, JsonNodeFactory.instance.objectNode().put("frame", 3)),
                new NoReply());
        book.taken = true;
        clock.pass(Duration.ofSeconds(3));
        rooms.tick();
        host.last("room.moved");
        assertThat(rooms.size()).isZero();
    }

    @Test
    void givesAnEmptyRoomBack() {
        TestSeat host = tab("host", RoomRole.HOST);
        host.ask("room.join", "");
        host.ask("room.leave", "");
        clock.pass(Duration.ofSeconds(61));
        rooms.tick();
        assertThat(book.released).containsExactly(room);
        assertThat(rooms.size()).isZero();
    }

    @Test
    void takesNothingMoreOnceTheServerGoes() {
        TestSeat host = tab("host", RoomRole.HOST);
        host.ask("room.join", "");
        rooms.stop();
        assertThat(host.ask("room.sync", "").path("error").asText()).isEqualTo("room-moved");
    }

    @Test
    void keepsTheBoardOnceTheDatabaseIsBack() {
        TestSeat host = tab("host", RoomRole.HOST);
        host.ask("room.join", "");
        book.down = true;
        rooms.handle(
                host,
                new BoardMessage.View(
                        room, JsonNodeFactory.instance.objectNode().put("frame", 3)),
                new NoReply());
        clock.pass(Duration.ofSeconds(3));
        rooms.tick();
        assertThat(book.views).isEmpty();
        book.down = false;
        clock.pass(Duration.ofSeconds(3));
        rooms.tick();
        assertThat(book.views).hasSize(1);
        clock.pass(Duration.ofSeconds(3));
        rooms.tick();
        assertThat(book.views).hasSize(1);
    }

    @Test
    void givesMediaBackToTheTabThatLostItsLineAndToNoOther() {
        TestSeat host = tab("host", RoomRole.HOST);
        host.ask("room.join", "");
        Actor.Person expert = TestSeat.person("expert");
        TestSeat carrying = tab(expert, RoomRole.EXPERT);
        TestSeat looking = tab(expert, RoomRole.EXPERT);
        long epoch = carrying.ask("room.join", "").path("epoch").asLong();
        assertThat(looking.ask("room.join", ",\"media\":false").path("media").asBoolean())
                .isFalse();
        lose(looking, Duration.ofSeconds(20));
        lose(carrying, Duration.ofSeconds(20));
        assertThat(participant(host).path("state").asText()).isEqualTo("away");
        rooms.back(looking, List.of(room));
        assertThat(participant(host).path("state").asText()).isEqualTo("present");
        assertThat(participant(host).path("epoch").asLong()).isZero();
        rooms.back(carrying, List.of(room));
        assertThat(participant(host).path("epoch").asLong()).isGreaterThan(epoch);
        assertThat(carrying.latest.values().iterator().next().path("type").asText())
                .isEqualTo("room.check");
    }

    @Test
    void aShortBreakChangesNothing() {
        TestSeat host = tab("host", RoomRole.HOST);
        TestSeat guest = tab("guest", RoomRole.EXPERT);
        host.ask("room.join", "");
        guest.ask("room.join", "");
        int told = host.events.size();
        lose(guest, Duration.ofSeconds(5));
        rooms.back(guest, List.of(room));
        assertThat(host.events).hasSize(told);
    }

    @Test
    void theHostsRightsAreNobodysToTake() {
        TestSeat host = tab("host", RoomRole.HOST);
        TestSeat doctor = tab("doctor", RoomRole.INVITING_DOCTOR);
        host.ask("room.join", "");
        doctor.ask("room.join", "");
        assertThat(doctor.ask("room.kick", ",\"target\":\"p1\"").path("error").asText())
                .isEqualTo("not-allowed");
        assertThat(doctor.ask("room.permissions", ",\"target\":\"p1\",\"rights\":[]")
                        .path("error")
                        .asText())
                .isEqualTo("not-allowed");
        assertThat(doctor.ask("room.kick", ",\"target\":\"p9\"").path("error").asText())
                .isEqualTo("invalid-request");
    }

    @Test
    void aRightThatIsTakenEndsWhatItAllowed() {
        TestSeat host = tab("host", RoomRole.HOST);
        TestSeat guest = tab("guest", RoomRole.EXPERT);
        host.ask("room.join", "");
        guest.ask("room.join", "");
        guest.ask("board.presenter.request", "");
        guest.ask("media.publish", ",\"track\":\"s\",\"source\":\"screen\"");
        host.ask("room.permissions", ",\"target\":\"p2\",\"rights\":[\"audio\"]");
        assertThat(host.last("board.presenter").has("participant")).isFalse();
        assertThat(participant(host).path("tracks")).isEmpty();
        assertThat(guest.ask("media.publish", ",\"track\":\"s\",\"source\":\"screen\"")
                        .path("error")
                        .asText())
                .isEqualTo("not-allowed");
    }

    @Test
    void aFullRoomTakesNobodyMore() {
        RoomLimits two = new RoomLimits(2, 1, 1, 4, 20, 9, 1_000, 1_000, 10, Duration.ofSeconds(15));
        Rooms small = new Rooms(
                book,
                Optional.empty(),
                two,
                new IceServers(IceServers.Settings.none(), clock),
                MediaPlanes.meshOnly(),
                clock,
                Runnable::run);
        for (int i = 0; i < 2; i++) {
            Actor.Person person = TestSeat.person("person" + i);
            book.expected.put(person.userId(), RoomRole.EXPERT);
            assertThat(new TestSeat(small, room, person).ask("room.join", "").has("error"))
                    .isFalse();
        }
        Actor.Person third = TestSeat.person("third");
        book.expected.put(third.userId(), RoomRole.EXPERT);
        assertThat(new TestSeat(small, room, third)
                        .ask("room.join", "")
                        .path("error")
                        .asText())
                .isEqualTo("room-full");
        assertThat(new TestSeat(small, room, TestSeat.person("a"))
                        .ask("room.join", "")
                        .path("state")
                        .asText())
                .isEqualTo("waiting");
        assertThat(new TestSeat(small, room, TestSeat.person("b"))
                        .ask("room.join", "")
                        .path("error")
                        .asText())
                .isEqualTo("room-full");
    }

    private static JsonNode participant(TestSeat seat) {
        return seat.last("participant.updated").path("participant");
    }

    private static final class NoReply implements Reply {
        @Override
        public void elsewhere(RoomElsewhere where) {}

        @Override
        public void ok(ObjectNode answer) {}

        @Override
        public void refuse(SignalException refusal) {
            throw refusal;
        }
    }
}
