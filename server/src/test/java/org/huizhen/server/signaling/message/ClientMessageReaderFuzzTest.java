package org.huizhen.server.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text of a client is a message, the same one each time, or refused with a short word that says why. */
class ClientMessageReaderFuzzTest {
    private static final int LONGEST_DETAIL = 300;
    private static final String ROOM = "\"room\":\"00000000-0000-7000-8000-000000000000\"";

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "{\"id\":1,\"type\":\"hello\",\"ticket\":\"t\",\"resume\":{\"session\":\"s\",\"key\":\"k\",\"lastSeq\":4}}",
                        "{\"type\":\"ack\",\"seq\":9}",
                        "{\"id\":2,\"type\":\"presence.set\",\"state\":\"busy\",\"onDuty\":true}",
                        "{\"id\":3,\"type\":\"presence.watch\",\"users\":[\"00000000-0000-7000-8000-000000000001\"]}",
                        "{\"id\":4,\"type\":\"call.decline\",\"call\":\"c1\",\"reason\":\"\\u4f1a\\u8bca\"}",
                        "{\"id\":5,\"type\":\"room.join\"," + ROOM + ",\"media\":true}",
                        "{\"id\":6,\"type\":\"room.mute\"," + ROOM
                                + ",\"target\":\"p1\",\"source\":\"screenAudio\",\"muted\":false,\"lock\":true}",
                        "{\"id\":7,\"type\":\"room.permissions\"," + ROOM
                                + ",\"target\":\"p1\",\"rights\":[\"audio\",\"mark\"]}",
                        "{\"type\":\"board.view\"," + ROOM
                                + ",\"view\":{\"study\":\"1.2\",\"zoom\":1.5e0,\"pan\":[0,-1]}}",
                        "{\"type\":\"board.pointer\"," + ROOM + ",\"at\":{\"lead\":\"V1\",\"ms\":120,\"mV\":0.4}}",
                        "{\"id\":8,\"type\":\"board.mark.add\"," + ROOM
                                + ",\"mark\":{\"kind\":\"arrow\",\"study\":\"1.2\",\"points\":[[1,2],[3,4]]}}",
                        "{\"id\":9,\"type\":\"media.offer\"," + ROOM
                                + ",\"to\":\"p2\",\"pc\":\"3-7\",\"negotiation\":1,\"sdp\":\"v=0\\r\\n\"}",
                        "{\"id\":10,\"type\":\"media.candidate\"," + ROOM
                                + ",\"to\":\"p2\",\"pc\":\"3-7\",\"candidate\":{\"candidate\":\"\",\"sdpMid\":\"0\"}}",
                        "{\"id\":11,\"type\":\"chat.send\"," + ROOM + ",\"text\":\"\\ud83d\\ude00 \\u0000\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrRefusesAnything(byte[] input) {
        // A socket hands on only what is UTF-8 (RFC 6455 8.1); malformed bytes become U+FFFD here.
        String text = new String(input, StandardCharsets.UTF_8);
        Incoming message;
        try {
            message = ClientMessageReader.read(text);
        } catch (SignalException refusal) {
            assertThat(refusal.getMessage()).isNotBlank().hasSizeLessThan(LONGEST_DETAIL);
            return;
        }
        assertThat(ClientMessageReader.read(text)).isEqualTo(message);
        message.id().ifPresent(id -> assertThat(id).isNotNegative());
    }
}
