package org.huizhen.server.media.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.huizhen.server.media.MediaKind;
import org.huizhen.server.media.MediaLink;
import org.huizhen.server.media.MediaMetrics;
import org.huizhen.server.media.MediaRoom;
import org.huizhen.server.media.OfferedCodecs;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every known fault of Kurento and its client, against a server that says what a real one said. */
@Timeout(60)
final class KurentoFaultsTest {
    private static final Duration SHORT = Duration.ofSeconds(3);

    private final ScriptedKurento kurento = new ScriptedKurento();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Set<Thread> before = threads();
    private KurentoMediaServer server = server(kurento.uri());

    private KurentoMediaServer server(URI uri) {
        return new KurentoMediaServer(
                new KurentoSettings(uri, "test", SHORT, SHORT, Duration.ofMillis(200), Duration.ofMillis(50), 2),
                new MediaMetrics(meters));
    }

    @AfterEach
    void close() {
        server.close();
        kurento.close();
        // The client's threads are no daemons: one that is left would keep the JVM.
        until("threads are left: " + left(), () -> left().isEmpty());
    }

    private List<String> left() {
        return threads().stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("junit"))
                .toList();
    }

    private static Set<Thread> threads() {
        return Set.copyOf(Thread.getAllStackTraces().keySet());
    }

    private void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> what + " after " + kurento.asked)
                    .isLessThan(end);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void well() {
        server.start();
        until("the server is well", server::well);
    }

    private double counted(String name) {
        return Optional.ofNullable(meters.find(name).counter())
                .map(counter -> counter.count())
                .orElse(0.0);
    }

    private MediaRoom room(AtomicInteger lost) {
        return server.open("room", lost::incrementAndGet);
    }

    private Ear link(MediaRoom room, MediaLink.Direction direction) {
        Ear ear = new Ear();
        ear.link = room.link(direction, OfferedCodecs.restrict(kurento.transcripts.offer()), 1_000, ear);
        return ear;
    }

    private Ear answered(MediaRoom room, MediaLink.Direction direction) {
        Ear ear = link(room, direction);
        until("an answer", () -> ear.heard.stream().anyMatch(said -> said.startsWith("answer")));
        return ear;
    }

    /** Remembers what a link says. */
    private static final class Ear implements MediaLink.Listener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        MediaLink link;

        @Override
        public void answered(String sdp) {
            heard.add("answer " + sdp.length());
        }

        @Override
        public void candidate(MediaLink.Candidate candidate) {
            heard.add("candidate " + candidate.candidate());
        }

        @Override
        public void flowing(MediaKind kind, boolean flows) {
            heard.add("flowing " + kind + " " + flows);
        }

        @Override
        public void refused(String detail) {
            heard.add("refused");
        }

        @Override
        public void lost() {
            heard.add("lost");
        }
    }

    @Test
    void negotiatesInTheOrderThatTheServerNeeds() {
        well();
        MediaRoom room = room(new AtomicInteger());
        Ear up = answered(room, MediaLink.Direction.FROM_CLIENT);
        up.link.candidate(new MediaLink.Candidate("candidate:1 1 udp 1 192.0.2.1 9 typ host", "0", 0));
        until("a candidate at the server", () -> kurento.count("invoke addIceCandidate") == 1);
        List<String> steps = kurento.asked.stream()
                .filter(question -> !question.startsWith("invoke get") && !question.equals("transaction"))
                .toList();
        assertThat(steps)
                .containsSubsequence(
                        "create WebRtcEndpoint",
                        "subscribe IceCandidateFound",
                        "invoke processOffer",
                        "invoke gatherCandidates",
                        "invoke addIceCandidate");
        until("the server's candidate", () -> up.heard.size() >= 2);
        assertThat(up.heard.get(0)).startsWith("answer");
        assertThat(up.heard.get(1)).startsWith("candidate candidate:");
    }

    @Test
    void keepsCandidatesThatComeEarlyAndDropsLocalNames() {
        well();
        MediaRoom room = room(new AtomicInteger());
        Ear up = link(room, MediaLink.Direction.FROM_CLIENT);
        up.link.candidate(new MediaLink.Candidate("candidate:1 1 udp 1 6f1c.local 9 typ host", "0", 0));
        up.link.candidate(new MediaLink.Candidate("", "0", 0));
        up.link.candidate(new MediaLink.Candidate("candidate:2 1 udp 1 192.0.2.1 9 typ host", "0", 0));
        until("the early candidate", () -> kurento.count("invoke addIceCandidate") == 1);
        assertThat(kurento.messages.stream()
                        .filter(message -> message.toString().contains("addIceCandidate"))
                        .map(message -> message.at("/params/operationParams/candidate/candidate")
                                .asText()))
                .containsExactly("candidate:2 1 udp 1 192.0.2.1 9 typ host");
    }

    @Test
    void forcesTheCodecsThatNeedNoTranscodingAndCountsWhenItHappensAllTheSame() {
        well();
        answered(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
        String offer = kurento.messages.stream()
                .filter(message -> message.toString().contains("processOffer"))
                .findFirst()
                .orElseThrow()
                .at("/params/operationParams/offer")
                .asText();
        assertThat(offer)
                .contains("opus/48000")
                .contains("VP8/90000")
                .doesNotContain("H264", "VP9", "AV1", "PCMU", "rtx");
        kurento.emit(
                kurento.objects("WebRtcEndpoint").getFirst(),
                "MediaTranscodingStateChanged",
                Map.of("mediaType", "VIDEO", "state", "TRANSCODING", "binName", "bin"));
        until("it is counted", () -> counted("huizhen.media.transcoding") == 1);
    }

    @Test
    void connectsWhenBothSidesAreThereAndAgainWhenTheSourceIsMadeAnew() {
        well();
        MediaRoom room = room(new AtomicInteger());
        Ear down = answered(room, MediaLink.Direction.TO_CLIENT);
        String sink = kurento.objects("WebRtcEndpoint").getFirst();
        Ear up = link(room, MediaLink.Direction.FROM_CLIENT);
        down.link.feed(MediaKind.VIDEO, Optional.of(up.link));
        until("a connection", () -> kurento.source(sink, "VIDEO").isPresent());
        String first = kurento.source(sink, "VIDEO").orElseThrow();
        Ear again = answered(room, MediaLink.Direction.FROM_CLIENT);
        up.link.close();
        down.link.feed(MediaKind.VIDEO, Optional.of(again.link));
        until(
                "a connection with the new one",
                () -> kurento.source(sink, "VIDEO")
                        .filter(source -> !source.equals(first))
                        .isPresent());
        down.link.feed(MediaKind.VIDEO, Optional.empty());
        until("no connection", () -> kurento.source(sink, "VIDEO").isEmpty());
        assertThat(down.heard).noneMatch("lost"::equals);
    }

    @Test
    void makesANewEndpointForEachOfferAndReleasesTheOldOne() {
        well();
        MediaRoom room = room(new AtomicInteger());
        Ear first = answered(room, MediaLink.Direction.FROM_CLIENT);
        String old = kurento.objects("WebRtcEndpoint").getFirst();
        answered(room, MediaLink.Direction.FROM_CLIENT);
        first.link.close();
        until(
                "the old endpoint is released",
                () -> !kurento.objects("WebRtcEndpoint").contains(old));
        assertThat(kurento.objects("WebRtcEndpoint")).hasSize(1);
    }

    @Test
    void asksForANewConnectionWhenAnEndpointIsNegotiatedAlready() {
        well();
        kurento.refused.put("invoke processOffer", KurentoErrors.ALREADY_NEGOTIATED);
        Ear up = link(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
        until("lost", () -> up.heard.contains("lost"));
    }

    @Test
    void saysThatAnOfferIsRefused() {
        well();
        kurento.refused.put("invoke processOffer", 40207);
        Ear up = link(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
        until("refused", () -> up.heard.contains("refused"));
        until("nothing is left of it", () -> kurento.objects("WebRtcEndpoint").isEmpty());
    }

    @Test
    void aServerThatAnswersNotFoundIsNotWell() {
        kurento.fault = ScriptedKurento.Fault.NOT_FOUND;
        server.start();
        until("probes fail", () -> counted("huizhen.media.server.probe.failed") >= 2);
        assertThat(server.well()).isFalse();
        kurento.fault = ScriptedKurento.Fault.NONE;
        until("it is well once it is there", server::well);
    }

    @Test
    void anUnreachableServerIsNotWell() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            server = server(URI.create("ws://127.0.0.1:" + free.getLocalPort() + "/kurento"));
        }
        server.start();
        until("probes fail", () -> counted("huizhen.media.server.probe.failed") >= 2);
        assertThat(server.well()).isFalse();
    }

    @Test
    void aServerThatAcceptsAndIsSilentIsGivenUpInOurTimeNotItsClients() {
        kurento.fault = ScriptedKurento.Fault.SILENT;
        long began = System.nanoTime();
        server.start();
        until("a probe fails", () -> counted("huizhen.media.server.probe.failed") >= 1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        kurento.fault = ScriptedKurento.Fault.NONE;
        until("it is well once it speaks", server::well);
    }

    @Test
    void aHungServerLosesTheRoomAndComesBack() {
        well();
        AtomicInteger lost = new AtomicInteger();
        answered(room(lost), MediaLink.Direction.FROM_CLIENT);
        kurento.fault = ScriptedKurento.Fault.HUNG;
        until("the room is lost", () -> lost.get() == 1);
        assertThat(server.well()).isFalse();
        kurento.fault = ScriptedKurento.Fault.NONE;
        until("it is well again", server::well);
        answered(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
        assertThat(lost).hasValue(1);
    }

    @Test
    void aServerThatReadsNothingLosesTheRoomInTime() {
        well();
        AtomicInteger lost = new AtomicInteger();
        MediaRoom room = room(lost);
        Ear up = answered(room, MediaLink.Direction.FROM_CLIENT);
        kurento.fault = ScriptedKurento.Fault.DEAF;
        String long64 = "x".repeat(60_000);
        for (int i = 0; i < 100; i++) {
            up.link.candidate(new MediaLink.Candidate(long64, "0", 0));
        }
        until("the room is lost", () -> lost.get() == 1);
        kurento.fault = ScriptedKurento.Fault.NONE;
        until("it is well again", server::well);
    }

    @Test
    void aKilledServerLosesTheRoomAtOnceAndIsFoundAgainWhenItIsBack() {
        well();
        AtomicInteger lost = new AtomicInteger();
        answered(room(lost), MediaLink.Direction.FROM_CLIENT);
        kurento.kill();
        until("the room is lost", () -> lost.get() == 1);
        assertThat(server.well()).isFalse();
        kurento.revive();
        until("it is well again", server::well);
        answered(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
    }

    @Test
    void objectsThatTheServerHasForgottenLoseTheRoom() {
        well();
        AtomicInteger lost = new AtomicInteger();
        MediaRoom room = room(lost);
        Ear up = answered(room, MediaLink.Direction.FROM_CLIENT);
        kurento.forget();
        up.link.candidate(new MediaLink.Candidate("candidate:2 1 udp 1 192.0.2.1 9 typ host", "0", 0));
        until("the link or the room says so", () -> lost.get() == 1);
        assertThat(server.well()).as("the server itself answers").isTrue();
        answered(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
    }

    @Test
    void aBrokenSocketIsReplacedByANewClient() {
        well();
        AtomicInteger lost = new AtomicInteger();
        answered(room(lost), MediaLink.Direction.FROM_CLIENT);
        kurento.cut();
        until("the room is lost", () -> lost.get() == 1);
        until("it is well again", server::well);
        until(
                "what the old client left is released",
                () -> kurento.objects("MediaPipeline").isEmpty());
        assertThat(counted("huizhen.media.server.connected")).isEqualTo(2);
    }

    @Test
    void aCreateWhoseAnswerComesTooLateLeavesNoOrphan() {
        well();
        kurento.unanswered.add("transaction");
        AtomicInteger lost = new AtomicInteger();
        link(room(lost), MediaLink.Direction.FROM_CLIENT);
        until("the room is lost", () -> lost.get() == 1);
        until("the orphan is released", () -> counted("huizhen.media.orphans.released") == 1);
        assertThat(kurento.objects("MediaPipeline")).isEmpty();
    }

    @Test
    void releasesAtStartWhatAFormerLifeLeftAndNothingElse() {
        String ours = kurento.plant("huizhen test room 1");
        String others = kurento.plant("huizhen other room 1");
        String foreign = kurento.plant("somebody else");
        well();
        until("the orphan is released", () -> !kurento.objects("MediaPipeline").contains(ours));
        assertThat(kurento.objects("MediaPipeline")).containsExactlyInAnyOrder(others, foreign);
    }

    @Test
    void negotiatesAFewAtATime() {
        well();
        MediaRoom room = room(new AtomicInteger());
        answered(room, MediaLink.Direction.FROM_CLIENT);
        // Two are held up, so that the others wait for their turn.
        kurento.fault = ScriptedKurento.Fault.HUNG;
        link(room, MediaLink.Direction.TO_CLIENT);
        link(room, MediaLink.Direction.TO_CLIENT);
        until("two are on their way", () -> kurento.count("create WebRtcEndpoint") == 3);
        link(room, MediaLink.Direction.TO_CLIENT);
        assertThat(kurento.count("create WebRtcEndpoint")).isEqualTo(3);
    }

    @Test
    void aClosedRoomIsReleased() {
        well();
        MediaRoom room = room(new AtomicInteger());
        answered(room, MediaLink.Direction.FROM_CLIENT);
        assertThat(kurento.objects("MediaPipeline")).hasSize(1);
        room.close();
        until("the pipeline is released", () -> kurento.objects("MediaPipeline").isEmpty());
    }

    @Test
    void closingTheServerReleasesItsRooms() {
        well();
        answered(room(new AtomicInteger()), MediaLink.Direction.FROM_CLIENT);
        server.close();
        until("the pipeline is released", () -> kurento.objects("MediaPipeline").isEmpty());
        assertThat(kurento.asked).contains("release", "closeSession");
    }
}
