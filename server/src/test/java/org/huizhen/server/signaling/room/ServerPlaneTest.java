package org.huizhen.server.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.SettableClock;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.junit.jupiter.api.Test;

/** A room with a media server: who gets what, moving, and losing it. */
final class ServerPlaneTest {
    private static final String SDP = "v=0\\r\\no=- 1 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n"
            + "m=audio 9 UDP/TLS/RTP/SAVPF 111\\r\\na=rtpmap:111 opus/48000/2\\r\\n"
            + "m=video 9 UDP/TLS/RTP/SAVPF 96\\r\\na=rtpmap:96 VP8/90000\\r\\n";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
    private final MemoryBook book = new MemoryBook(clock);
    private final MemoryMediaServer server = new MemoryMediaServer();
    private final RoomId room = RoomId.next();
    private Rooms rooms = rooms(true);

    private Rooms rooms(boolean first) {
        return new Rooms(
                book,
                Optional.empty(),
                RoomLimits.standard(),
                new IceServers(IceServers.Settings.none(), clock),
                new MediaPlanes(Optional.of(server), first),
                clock,
                Runnable::run);
    }

    private TestSeat join(String name, RoomRole role) {
        TestSeat seat = new TestSeat(rooms, room, TestSeat.person(name));
        book.expected.put(seat.person().userId(), role);
        seat.ask("room.join", "");
        return seat;
    }

    private static String error(JsonNode answer) {
        return answer.path("error").asText("none");
    }

    private static JsonNode offer(TestSeat seat, String pc, long negotiation) {
        return seat.ask(
                "media.offer", ",\"pc\":\"" + pc + "\",\"negotiation\":" + negotiation + ",\"sdp\":\"" + SDP + "\"");
    }

    private static JsonNode publish(TestSeat seat, String track, String source) {
        return seat.ask("media.publish", ",\"track\":\"" + track + "\",\"source\":\"" + source + "\"");
    }

    private static JsonNode subscribe(TestSeat seat, String target, String track, String more) {
        return seat.ask("media.subscribe", ",\"target\":\"" + target + "\",\"track\":\"" + track + "\"" + more);
    }

    /** The one link that was begun last. */
    private MemoryMediaServer.Link newest() {
        return server.links().getLast();
    }

    private record Pair(TestSeat host, TestSeat guest, MemoryMediaServer.Link up, MemoryMediaServer.Link down) {}

    /** The host sends sound and camera, the guest receives both. */
    private Pair pair() {
        TestSeat host = join("host", RoomRole.HOST);
        TestSeat guest = join("guest", RoomRole.EXPERT);
        publish(host, "mic", "microphone");
        publish(host, "cam", "camera");
        assertThat(error(offer(host, "up:camera", 1))).isEqualTo("none");
        MemoryMediaServer.Link up = newest();
        assertThat(error(offer(guest, "down:p1:camera", 1))).isEqualTo("none");
        return new Pair(host, guest, up, newest());
    }

    @Test
    void soundFlowsAtOnceAndPicturesWhileSubscribed() {
        Pair pair = pair();
        assertThat(pair.up().direction).isEqualTo(MediaLink.Direction.FROM_CLIENT);
        assertThat(pair.down().fed).isEqualTo(Map.of(MediaKind.AUDIO, pair.up()));
        subscribe(pair.guest(), "p1", "cam", "");
        assertThat(pair.down().fed).containsEntry(MediaKind.VIDEO, pair.up());
        pair.guest().ask("media.unsubscribe", ",\"target\":\"p1\",\"track\":\"cam\"");
        assertThat(pair.down().fed).isEqualTo(Map.of(MediaKind.AUDIO, pair.up()));
        pair.guest().ask("media.unsubscribe", ",\"target\":\"p1\",\"track\":\"mic\"");
        assertThat(pair.down().fed).isEmpty();
    }

    @Test
    void passesAnswersAndCandidatesOnWithTheirNegotiation() {
        Pair pair = pair();
        pair.up().listener.answered("v=0 answer");
        JsonNode answer = pair.host().last("media.answer");
        assertThat(answer.path("pc").asText()).isEqualTo("up:camera");
        assertThat(answer.path("negotiation").asLong()).isEqualTo(1);
        assertThat(answer.path("sdp").asText()).isEqualTo("v=0 answer");
        pair.up().listener.candidate(new MediaLink.Candidate("candidate:1", "audio0", 0));
        assertThat(pair.host().last("media.candidate").at("/candidate/sdpMid").asText())
                .isEqualTo("audio0");
        pair.host()
                .ask(
                        "media.candidate",
                        ",\"pc\":\"up:camera\",\"negotiation\":1,\"candidate\":{\"candidate\":\"candidate:2\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}");
        assertThat(pair.up().candidates).containsExactly(new MediaLink.Candidate("candidate:2", "0", 0));
    }

    @Test
    void theServerCarriesOutAMuteALockAndARightTaken() {
        Pair pair = pair();
        subscribe(pair.guest(), "p1", "cam", "");
        TestSeat chair = join("chair", RoomRole.HOST);
        chair.ask("room.mute", ",\"target\":\"p1\",\"source\":\"microphone\",\"lock\":true");
        assertThat(pair.down().fed).isEqualTo(Map.of(MediaKind.VIDEO, pair.up()));
        pair.host().ask("room.mute", ",\"target\":\"p1\",\"source\":\"microphone\",\"muted\":false");
        assertThat(pair.down().fed).as("hosts take a lock away themselves").hasSize(2);

        publish(pair.guest(), "gcam", "camera");
        offer(pair.guest(), "up:camera", 1);
        MemoryMediaServer.Link up = newest();
        offer(pair.host(), "down:p2:camera", 1);
        MemoryMediaServer.Link down = newest();
        subscribe(pair.host(), "p2", "gcam", "");
        assertThat(down.fed).containsEntry(MediaKind.VIDEO, up);
        chair.ask("room.permissions", ",\"target\":\"p2\",\"rights\":[\"audio\"]");
        assertThat(down.fed).isEmpty();
        assertThat(error(offer(pair.guest(), "up:screen", 1))).isEqualTo("not-allowed");
    }

    @Test
    void lowQualityIsTheLowCameraByChoiceAndByMode() {
        Pair pair = pair();
        subscribe(pair.guest(), "p1", "cam", ",\"quality\":\"low\"");
        assertThat(pair.down().fed).as("none there yet").containsEntry(MediaKind.VIDEO, pair.up());
        pair.host().ask("media.publish", ",\"track\":\"small\",\"source\":\"camera\",\"quality\":\"low\"");
        offer(pair.host(), "up:low", 1);
        MemoryMediaServer.Link low = newest();
        assertThat(pair.down().fed).containsEntry(MediaKind.VIDEO, low);
        subscribe(pair.guest(), "p1", "cam", ",\"quality\":\"high\"");
        assertThat(pair.down().fed).containsEntry(MediaKind.VIDEO, pair.up());
        pair.guest().ask("media.mode", ",\"mode\":\"low\"");
        assertThat(pair.down().fed).containsEntry(MediaKind.VIDEO, low);
        pair.guest().ask("media.mode", ",\"mode\":\"audio\"");
        assertThat(pair.down().fed).containsOnlyKeys(MediaKind.AUDIO);
        assertThat(error(subscribe(pair.guest(), "p1", "small", ""))).isEqualTo("invalid-request");
    }

    @Test
    void aNewNegotiationIsANewLinkAndKeepsTheOthersConnected() {
        Pair pair = pair();
        subscribe(pair.guest(), "p1", "cam", "");
        assertThat(error(offer(pair.host(), "up:camera", 1))).isEqualTo("stale-negotiation");
        assertThat(pair.up().closed).isFalse();
        offer(pair.host(), "up:camera", 2);
        assertThat(pair.up().closed).isTrue();
        assertThat(pair.down().closed).isFalse();
        assertThat(pair.down().fed).containsEntry(MediaKind.VIDEO, newest()).containsEntry(MediaKind.AUDIO, newest());
        assertThat(error(pair.host()
                        .ask(
                                "media.candidate",
                                ",\"pc\":\"up:camera\",\"negotiation\":1,\"candidate\":{\"candidate\":\"x\"}")))
                .isEqualTo("stale-negotiation");
        pair.up().listener.answered("late");
        assertThat(pair.host().events)
                .noneMatch(event -> event.path("sdp").asText().equals("late"));
    }

    @Test
    void refusesWhatDoesNotBelongToThisPlane() {
        Pair pair = pair();
        assertThat(error(offer(pair.guest(), "1-2", 9))).isEqualTo("stale-negotiation");
        assertThat(error(offer(pair.guest(), "sideways", 9))).isEqualTo("invalid-request");
        assertThat(error(offer(pair.guest(), "down:p9:camera", 9))).isEqualTo("invalid-request");
        assertThat(error(offer(pair.guest(), "down:p2:camera", 9))).isEqualTo("invalid-request");
        assertThat(error(offer(pair.guest(), "down:p1:low", 9))).isEqualTo("invalid-request");
        assertThat(error(pair.guest()
                        .ask("media.offer", ",\"pc\":\"up:camera\",\"negotiation\":9,\"sdp\":\"nonsense\"")))
                .isEqualTo("invalid-request");
        assertThat(error(pair.guest()
                        .ask(
                                "media.answer",
                                ",\"to\":\"p1\",\"pc\":\"down:p1:camera\",\"negotiation\":1,\"sdp\":\"v=0\"")))
                .isEqualTo("invalid-request");
        assertThat(error(pair.guest()
                        .ask("media.publish", ",\"track\":\"m\",\"source\":\"microphone\",\"quality\":\"low\"")))
                .isEqualTo("invalid-request");
        TestSeat viewer = join("viewer", RoomRole.VIEWER);
        assertThat(error(offer(viewer, "up:camera", 1))).isEqualTo("not-allowed");
        assertThat(error(offer(viewer, "down:p1:camera", 1)))
                .as("viewers watch")
                .isEqualTo("none");
    }

    @Test
    void showsAtMostNineVideosToOnePerson() {
        TestSeat viewer = join("viewer", RoomRole.EXPERT);
        List<String> errors = new ArrayList<>();
        for (int i = 2; i <= 11; i++) {
            publish(join("person" + i, RoomRole.EXPERT), "cam", "camera");
            errors.add(error(subscribe(viewer, "p" + i, "cam", "")));
        }
        assertThat(errors.subList(0, 9)).containsOnly("none");
        assertThat(errors.get(9)).isEqualTo("no-resources");
        viewer.ask("media.unsubscribe", ",\"target\":\"p2\",\"track\":\"cam\"");
        assertThat(error(subscribe(viewer, "p11", "cam", ""))).isEqualTo("none");
    }

    @Test
    void whoLeavesTakesTheirLinksAlong() {
        Pair pair = pair();
        offer(pair.host(), "down:p2:camera", 1);
        pair.host().ask("room.leave", "");
        assertThat(server.links()).isEmpty();
    }

    @Test
    void asksEverybodyForNewConnectionsWhenTheServerIsLostAndTakesThemWhenItIsBack() {
        Pair pair = pair();
        server.well = false;
        server.places.getFirst().listener.lost();
        assertThat(pair.host().last("media.restart").path("pc").asText()).isEqualTo("up:camera");
        assertThat(pair.guest().last("media.restart").path("pc").asText()).isEqualTo("down:p1:camera");
        JsonNode refused = offer(pair.host(), "up:camera", 2);
        assertThat(error(refused)).isEqualTo("media-server-lost");
        clock.pass(Duration.ofSeconds(19));
        rooms.tick();
        server.well = true;
        assertThat(error(offer(pair.host(), "up:camera", 3))).isEqualTo("none");
        MemoryMediaServer.Link up = newest();
        offer(pair.guest(), "down:p1:camera", 2);
        assertThat(newest().fed).containsEntry(MediaKind.AUDIO, up);
        assertThat(server.places).as("a new place on it").hasSize(2);
        clock.pass(Duration.ofSeconds(60));
        rooms.tick();
        assertThat(pair.host().ask("room.sync", "").path("plane").asText()).isEqualTo("kurento");
    }

    @Test
    void fallsBackToTheMeshWhenTheServerStaysAway() {
        List<TestSeat> people = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            people.add(join("person" + i, RoomRole.EXPERT));
            publish(people.getLast(), "mic", "microphone");
            publish(people.getLast(), "cam", "camera");
        }
        people.getFirst().ask("media.publish", ",\"track\":\"small\",\"source\":\"camera\",\"quality\":\"low\"");
        offer(people.getFirst(), "up:camera", 1);
        long epoch = people.getFirst().ask("room.sync", "").path("epoch").asLong();
        server.well = false;
        server.places.getFirst().listener.lost();
        clock.pass(Duration.ofSeconds(20));
        rooms.tick();
        JsonNode moved = people.get(3).last("media.plane");
        assertThat(moved.path("plane").asText()).isEqualTo("mesh");
        assertThat(moved.path("muteEnforced").asBoolean()).isFalse();
        assertThat(moved.path("reason").asText()).isEqualTo("media-server-lost");
        assertThat(moved.at("/limits/video").asInt()).isEqualTo(4);
        assertThat(moved.path("epochs")).hasSize(6);
        assertThat(moved.at("/epochs/p1").asLong()).isGreaterThan(epoch);
        JsonNode snapshot = people.getFirst().ask("room.sync", "");
        assertThat(snapshot.at("/participants/0/tracks"))
                .as("sound and camera, no low one")
                .hasSize(2);
        assertThat(snapshot.at("/participants/5/tracks"))
                .as("who came last has sound alone")
                .hasSize(1);
        assertThat(error(offer(people.getFirst(), "up:camera", 9))).isEqualTo("stale-negotiation");
    }

    @Test
    void movesFromTheMeshWithTheFifthVideo() {
        rooms = rooms(false);
        List<TestSeat> people = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            people.add(join("person" + i, RoomRole.EXPERT));
            assertThat(error(publish(people.getLast(), "cam", "camera"))).isEqualTo("none");
        }
        assertThat(people.getFirst().ask("room.sync", "").path("plane").asText())
                .isEqualTo("mesh");
        TestSeat fifth = join("fifth", RoomRole.EXPERT);
        server.well = false;
        assertThat(error(publish(fifth, "cam", "camera"))).isEqualTo("no-resources");
        server.well = true;
        assertThat(error(publish(fifth, "cam", "camera"))).isEqualTo("none");
        JsonNode moved = people.getFirst().last("media.plane");
        assertThat(moved.path("plane").asText()).isEqualTo("kurento");
        assertThat(moved.path("reason").asText()).isEqualTo("grown");
        JsonNode snapshot = fifth.ask("room.sync", "");
        assertThat(snapshot.path("plane").asText()).isEqualTo("kurento");
        assertThat(snapshot.path("muteEnforced").asBoolean()).isTrue();
        assertThat(snapshot.path("participants"))
                .allMatch(person -> person.path("tracks").size() == 1);
        assertThat(snapshot.path("epoch").asLong())
                .isEqualTo(moved.at("/epochs/p5").asLong());
        assertThat(error(people.getFirst()
                        .ask("media.offer", ",\"to\":\"p2\",\"pc\":\"1-2\",\"negotiation\":1,\"sdp\":\"" + SDP + "\"")))
                .isEqualTo("stale-negotiation");
    }

    @Test
    void aRoomThatIsOverIsReleasedOnTheServer() {
        pair();
        rooms.closed(room, "ended");
        assertThat(server.places.getFirst().closed).isTrue();
    }

    @Test
    void saysWhatTheMediaServerRefuses() {
        Pair pair = pair();
        pair.up().listener.refused("no");
        JsonNode refused = pair.host().last("media.refused");
        assertThat(refused.path("pc").asText()).isEqualTo("up:camera");
        assertThat(refused.path("negotiation").asLong()).isEqualTo(1);
        assertThat(pair.down().fed).isEmpty();
        pair.down().listener.lost();
        assertThat(pair.guest().last("media.restart").path("retryAfterMs").asInt())
                .isBetween(200, 2_000);
    }
}
