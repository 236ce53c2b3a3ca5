package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.server.signaling.Meeting.error;
import static org.huizhen.server.signaling.Meeting.in;
import static org.huizhen.server.signaling.Meeting.join;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.huizhen.server.TestServer;
import org.huizhen.server.media.kurento.ScriptedKurento;
import org.huizhen.server.signaling.recording.ComposerTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms with a media server, over real sockets on both sides. */
final class KurentoRoomIT {
    @TempDir
    private static Path folder;

    private static ScriptedKurento kurento;
    private static Meeting meeting;
    private String room;
    private SignalClient host;
    private SignalClient guest;

    @BeforeAll
    static void start() {
        kurento = new ScriptedKurento();
        meeting = new Meeting("""
                media:
                  kurento:
                    uri: %s
                    rooms: always
                  recordings:
                    directory: %s
                    retentionDays: 30
                """.formatted(kurento.uri(), folder));
        until("the media server is found", () -> kurento.count("invoke getPipelines") > 0);
    }

    @AfterEach
    void disperse() {
        kurento.fault = ScriptedKurento.Fault.NONE;
        meeting.disperse();
    }

    @AfterAll
    static void stop() {
        meeting.close();
        kurento.close();
    }

    private static void until(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void two() {
        room = meeting.room(meeting.physician, meeting.specialist);
        host = meeting.tab(meeting.physician).answeringPings();
        guest = meeting.tab(meeting.specialist).answeringPings();
        assertThat(join(host, room).path("plane").asText()).isEqualTo("kurento");
        join(guest, room);
    }

    private JsonNode offer(SignalClient client, String pc, int negotiation) throws IOException {
        String sdp = new ObjectMapper().writeValueAsString(kurento.offer());
        return client.ask(
                "media.offer", in(room) + ",\"pc\":\"" + pc + "\",\"negotiation\":" + negotiation + ",\"sdp\":" + sdp);
    }

    private String answered(SignalClient client, String pc, int negotiation) throws IOException {
        List<String> before = kurento.objects("WebRtcEndpoint");
        assertThat(error(offer(client, pc, negotiation))).isEmpty();
        JsonNode answer = client.event("media.answer");
        assertThat(answer.path("pc").asText()).isEqualTo(pc);
        assertThat(answer.path("sdp").asText()).startsWith("v=0");
        return kurento.objects("WebRtcEndpoint").stream()
                .filter(id -> !before.contains(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void soundOfOneReachesTheOtherUntilTheyAreMuted() throws IOException {
        two();
        host.ask("media.publish", in(room) + ",\"track\":\"mic\",\"source\":\"microphone\"");
        String up = answered(host, "up:camera", 1);
        assertThat(host.event("media.candidate").at("/candidate/candidate").asText())
                .startsWith("candidate:");
        String down = answered(guest, "down:p1:camera", 1);
        until(
                "connected",
                () -> kurento.source(down, "AUDIO").filter(up::equals).isPresent());
        host.ask("room.mute", in(room) + ",\"target\":\"p1\",\"source\":\"microphone\"");
        until("disconnected", () -> kurento.source(down, "AUDIO").isEmpty());
    }

    @Test
    void aMediaServerThatIsKilledAndComesBackCostsNewConnectionsAndNothingElse() throws IOException {
        two();
        answered(host, "up:camera", 1);
        kurento.kill();
        JsonNode restart = host.event("media.restart");
        assertThat(restart.path("pc").asText()).isEqualTo("up:camera");
        JsonNode refused = offer(host, "up:camera", 2);
        assertThat(error(refused)).isEqualTo("media-server-lost");
        assertThat(host.ask("chat.send", in(room) + ",\"text\":\"still here\"").has("ok"))
                .isTrue();
        kurento.revive();
        int[] negotiation = {2};
        until("it takes offers again", () -> {
            try {
                return error(offer(host, "up:camera", ++negotiation[0])).isEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(host.event("media.answer").path("negotiation").asInt()).isEqualTo(negotiation[0]);
    }

    @Test
    void aRecordingIsAgreedToPutTogetherAndHandedOutToThoseWhoMaySeeIt() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "ffmpeg is not installed");
        two();
        host.ask("media.publish", in(room) + ",\"track\":\"mic\",\"source\":\"microphone\"");
        String up = answered(host, "up:camera", 1);
        String recording =
                host.ask("recording.start", in(room)).at("/ok/recording").asText();
        guest.event("recording.state");
        guest.ask("recording.consent", in(room) + ",\"recording\":\"" + recording + "\",\"agreed\":true");
        assertThat(guest.event("recording.state").path("state").asText()).isEqualTo("running");
        kurento.emit(up, "MediaFlowOutStateChanged", Map.of("mediaType", "AUDIO", "state", "FLOWING"));
        until("the media server records", () -> kurento.count("invoke record") == 1);
        Path file = Path.of(URI.create(kurento.messages.stream()
                .filter(message -> message.at("/params/type").asText().equals("RecorderEndpoint"))
                .findFirst()
                .orElseThrow()
                .at("/params/constructorParams/uri")
                .asText()));
        assertThat(file.getParent().getParent()).isEqualTo(folder);
        ComposerTest.webm(file, 1, true, false);
        host.ask("recording.stop", in(room) + ",\"recording\":\"" + recording + "\"");
        until("the file is ended", () -> kurento.count("invoke stopAndWait") == 1);
        until("it is ready", () -> {
            meeting.server.services().signaling().recordings().compose();
            return recordings(meeting.specialist).path("state").asText().equals("ready");
        });
        JsonNode kept = recordings(meeting.specialist);
        assertThat(kept.path("consents")).hasSize(2);
        assertThat(kept.path("parts")).hasSize(1);
        assertThat(kept.at("/parts/0/whole").asBoolean()).isTrue();

        HttpResponse<byte[]> part = content(meeting.specialist, recording, "bytes=0-3");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).as("EBML").containsExactly(0x1A, 0x45, 0xDF, 0xA3);
        assertThat(part.headers().firstValue("Content-Range").orElseThrow()).startsWith("bytes 0-3/");
        assertThat(content(meeting.specialist, recording, "bytes=999999999-").statusCode())
                .isEqualTo(416);
        assertThat(content(meeting.stranger, recording, "bytes=0-3").statusCode())
                .isEqualTo(404);
        meeting.clock.pass(Duration.ofDays(31));
        assertThat(meeting.server.services().signaling().recordings().sweep()).isEqualTo(1);
        meeting.clock.pass(Duration.ofDays(-31));
        assertThat(file.getParent()).doesNotExist();
    }

    private JsonNode recordings(TestServer.Person person) {
        return person.client()
                .get("/api/v1/rooms/" + room + "/recordings")
                .body()
                .at("/items/0");
    }

    private static HttpResponse<byte[]> content(TestServer.Person person, String recording, String range)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                    + meeting.server.services().httpPort() + "/api/v1/recordings/" + recording
                                    + "/content"))
                            .header("Authorization", "Bearer " + person.token())
                            .header("Range", range)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
