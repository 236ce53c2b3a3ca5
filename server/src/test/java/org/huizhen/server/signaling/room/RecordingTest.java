package org.huizhen.server.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.SettableClock;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.media.MediaKind;
import org.junit.jupiter.api.Test;

/** Recording a room: asked for, agreed to by all, stopped by any. */
final class RecordingTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
    private final MemoryBook book = new MemoryBook(clock);
    private final MemoryRecordings recordings = new MemoryRecordings();
    private final MemoryMediaServer server = new MemoryMediaServer();
    private final RoomId room = RoomId.next();
    private Rooms rooms = rooms(Optional.of(recordings), true);

    private Rooms rooms(Optional<RecordingBook> kept, boolean first) {
        return new Rooms(
                book,
                kept,
                RoomLimits.standard(),
                new IceServers(IceServers.Settings.none(), clock),
                new MediaPlanes(Optional.of(server), first),
                clock,
                Runnable::run);
    }

    private TestSeat seat(String name, RoomRole role) {
        TestSeat seat = new TestSeat(rooms, room, TestSeat.person(name));
        book.expected.put(seat.person().userId(), role);
        return seat;
    }

    private TestSeat join(String name, RoomRole role) {
        TestSeat seat = seat(name, role);
        seat.ask("room.join", "");
        return seat;
    }

    private static String state(TestSeat seat) {
        JsonNode event = seat.last("recording.state");
        return event.path("state").asText() + event.path("reason").asText() + " " + event.path("waiting");
    }

    private static JsonNode agree(TestSeat seat, String recording, boolean agreed) {
        return seat.ask("recording.consent", ",\"recording\":\"" + recording + "\",\"agreed\":" + agreed);
    }

    private static String start(TestSeat seat) {
        return seat.ask("recording.start", "").path("recording").asText();
    }

    @Test
    void runsOnceEverybodyHasAgreedAndIsShownToAll() {
        TestSeat host = join("host", RoomRole.HOST);
        TestSeat guest = join("guest", RoomRole.EXPERT);
        TestSeat viewer = join("viewer", RoomRole.VIEWER);
        String recording = start(host);
        assertThat(state(viewer)).isEqualTo("asking [\"p2\",\"p3\"]");
        agree(guest, recording, true);
        assertThat(state(host)).isEqualTo("asking [\"p3\"]");
        agree(viewer, recording, true);
        assertThat(state(guest)).isEqualTo("running []");
        assertThat(guest.ask("room.sync", "").at("/recording/state").asText()).isEqualTo("running");
        host.ask("recording.stop", ",\"recording\":\"" + recording + "\"");
        assertThat(state(guest)).isEqualTo("stoppedstopped []");
        assertThat(guest.ask("room.sync", "").has("recording")).isFalse();
        assertThat(recordings.written)
                .containsExactly("asked by host", "guest agrees", "viewer agrees", "running", "stopped stopped");
    }

    @Test
    void stopsWhenSomebodyRefusesWithdrawsOrIsSilent() {
        TestSeat host = join("host", RoomRole.HOST);
        TestSeat guest = join("guest", RoomRole.EXPERT);
        agree(guest, start(host), false);
        assertThat(state(host)).startsWith("stoppedrefused");
        String second = start(host);
        agree(guest, second, true);
        agree(guest, second, false);
        assertThat(state(host)).startsWith("stoppedwithdrawn");
        start(host);
        clock.pass(Duration.ofSeconds(59));
        rooms.tick();
        assertThat(state(host)).startsWith("asking");
        clock.pass(Duration.ofSeconds(1));
        rooms.tick();
        assertThat(state(host)).startsWith("stoppedsilent");
    }

    @Test
    void doesNotWaitForThoseWhoHaveLeft() {
        TestSeat host = join("host", RoomRole.HOST);
        TestSeat guest = join("guest", RoomRole.EXPERT);
        start(host);
        guest.ask("room.leave", "");
        assertThat(state(host)).isEqualTo("running []");
    }

    @Test
    void whoComesLaterIsAskedAtTheDoor() {
        TestSeat host = join("host", RoomRole.HOST);
        String recording = start(host);
        TestSeat late = seat("late", RoomRole.EXPERT);
        JsonNode asked = late.ask("room.join", "");
        assertThat(asked.path("state").asText()).isEqualTo("recording");
        assertThat(asked.path("recording").asText()).isEqualTo(recording);
        assertThat(late.ask("chat.send", ",\"text\":\"in?\"").path("error").asText())
                .isEqualTo("not-allowed");
        JsonNode in = late.ask("room.join", ",\"recording\":\"" + recording + "\"");
        assertThat(in.path("state").asText()).isEqualTo("in");
        assertThat(in.at("/recording/state").asText()).isEqualTo("running");
        assertThat(recordings.written).contains("late agrees");
    }

    @Test
    void isRefusedInWordsWithoutAMediaServerWithoutAFolderAndToThoseWhoDoNotModerate() {
        rooms = rooms(Optional.of(recordings), false);
        JsonNode mesh = join("host", RoomRole.HOST).ask("recording.start", "");
        assertThat(mesh.path("error").asText()).isEqualTo("no-resources");
        assertThat(mesh.path("detail").asText()).contains("media server");
        rooms = rooms(Optional.empty(), true);
        JsonNode nowhere = join("other", RoomRole.HOST).ask("recording.start", "");
        assertThat(nowhere.path("error").asText()).isEqualTo("no-resources");
        rooms = rooms(Optional.of(recordings), true);
        TestSeat expert = join("expert", RoomRole.EXPERT);
        assertThat(expert.ask("recording.start", "").path("error").asText()).isEqualTo("not-allowed");
        assertThat(agree(expert, "00000000-0000-7000-8000-000000000000", true)
                        .path("error")
                        .asText())
                .isEqualTo("invalid-request");
    }

    @Test
    void writesAFilePerPersonAndLeavesOutWhatIsMuted() {
        TestSeat host = join("host", RoomRole.HOST);
        host.ask("media.publish", ",\"track\":\"mic\",\"source\":\"microphone\"");
        host.ask("media.publish", ",\"track\":\"cam\",\"source\":\"camera\"");
        host.ask(
                "media.offer",
                ",\"pc\":\"up:camera\",\"negotiation\":1,\"sdp\":\"v=0\\r\\nm=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\na=rtpmap:111 opus/48000/2\\r\\n\"");
        MemoryMediaServer.Link up = server.links().getLast();
        String recording = start(host);
        List<MemoryMediaServer.Recorder> recorders = server.places.getFirst().recorders;
        assertThat(recorders).as("nothing flows yet").isEmpty();
        up.listener.flowing(MediaKind.AUDIO, true);
        assertThat(recorders).hasSize(1);
        assertThat(recorders.getFirst().kinds).isEqualTo(Set.of(MediaKind.AUDIO));
        up.listener.flowing(MediaKind.VIDEO, true);
        assertThat(recorders.getFirst().closed).as("its head knows no picture").isTrue();
        MemoryMediaServer.Recorder second = recorders.getLast();
        assertThat(second.fed).isEqualTo(Map.of(MediaKind.AUDIO, up, MediaKind.VIDEO, up));
        host.ask("room.mute", ",\"target\":\"p1\",\"source\":\"microphone\"");
        assertThat(second.fed).isEqualTo(Map.of(MediaKind.VIDEO, up));
        assertThat(second.closed).isFalse();
        host.ask("recording.stop", ",\"recording\":\"" + recording + "\"");
        assertThat(second.closed).isTrue();
        second.listener.stopped(true);
        assertThat(recordings.written).contains("part of host CAMERA", "part ended true", "stopped stopped");
    }

    @Test
    void whoRecordsInARoomThatLivesElsewhereIsSentThere() {
        TestSeat host = join("host", RoomRole.HOST);
        TestSeat guest = join("guest", RoomRole.EXPERT);
        String recording = start(host);
        recordings.lost = true;
        assertThat(agree(guest, recording, true).path("error").asText()).isEqualTo("room-moved");
        assertThat(host.last("room.moved")).isNotNull();
        assertThat(recordings.written).containsExactly("asked by host");
        assertThat(rooms.size()).isZero();
    }

    @Test
    void everybodyIsToldThatTheRoomIsClosedThoughItsRecordingCannotBeEndedHere() {
        TestSeat host = join("host", RoomRole.HOST);
        start(host);
        recordings.lost = true;
        rooms.closed(room, "ended");
        assertThat(host.last("room.closed").path("reason").asText()).isEqualTo("ended");
        assertThat(server.places).allMatch(place -> place.closed);
    }

    @Test
    void endsWithTheRoomTheMediaServerAndTheLastPerson() {
        TestSeat host = join("host", RoomRole.HOST);
        start(host);
        server.well = false;
        rooms.tick();
        assertThat(state(host)).startsWith("stoppedmedia-server-lost");
        server.well = true;
        start(host);
        rooms.closed(room, "ended");
        assertThat(recordings.written).last().isEqualTo("stopped closed");
        TestSeat again = join("again", RoomRole.HOST);
        start(again);
        again.ask("room.leave", "");
        assertThat(recordings.written).last().isEqualTo("stopped empty");
    }
}
