package org.huizhen.server.signaling.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientMessageReaderTest {
    private static final String ROOM = "\"room\":\"00000000-0000-7000-8000-000000000000\"";

    @Test
    void readsAMessageWithItsId() {
        Incoming read = ClientMessageReader.read("{\"id\":7,\"type\":\"chat.send\"," + ROOM + ",\"text\":\"好\"}");
        assertThat(read.id()).hasValue(7);
        assertThat(((ChatMessage.Send) read.message()).text()).isEqualTo("好");
    }

    @Test
    void fleetingMessagesNeedNoId() {
        Incoming read = ClientMessageReader.read(
                "{\"type\":\"board.pointer\"," + ROOM + ",\"at\":{\"lead\":\"V1\",\"ms\":120,\"mV\":0.4}}");
        assertThat(read.id()).isEmpty();
        assertThat(((BoardMessage.Pointer) read.message()).at().path("lead").asText())
                .isEqualTo("V1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{\"id\":1}",
                "{\"id\":1,\"type\":\"room.join\"}",
                "{\"id\":1,\"type\":\"room.join\",\"room\":\"1-1-1-1-1\"}",
                "{\"id\":1,\"type\":\"room.join\",\"room\":7}",
                "{\"id\":1,\"type\":\"room.\"}",
                "{\"id\":1,\"type\":\".join\"}",
                "{\"id\":1,\"type\":\".\"}",
                "{\"id\":1,\"type\":\"media.offer\",\"room\":\"00000000-0000-7000-8000-000000000000\"}",
                "{\"id\":-1,\"type\":\"ping\"}",
                "{\"id\":1e3,\"type\":\"ping\"}",
                "{\"id\":1,\"id\":2,\"type\":\"ping\"}",
                "{\"type\":\"ping\"}",
                "{\"id\":1,\"type\":\"presence.watch\",\"users\":[\"x\"]}",
                "{\"id\":1,\"type\":\"presence.set\",\"state\":\"dead\"}",
                "{\"id\":1,\"type\":\"call.accept\",\"call\":\"a b\"}",
                "{\"id\":1,\"type\":\"ping\"} {}"
            })
    void refusesWhatIsNoMessage(String text) {
        assertThatThrownBy(() -> ClientMessageReader.read(text))
                .isInstanceOfSatisfying(
                        SignalException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(SignalError.INVALID_REQUEST));
    }

    @Test
    void onlySessionDescriptionsMayBeLong() {
        String filler = "x".repeat(20_000);
        assertThatThrownBy(() -> ClientMessageReader.read(
                        "{\"id\":1,\"type\":\"chat.send\"," + ROOM + ",\"text\":\"" + filler + "\"}"))
                .isInstanceOfSatisfying(
                        SignalException.class,
                        refusal -> assertThat(refusal.error()).isEqualTo(SignalError.TOO_LARGE));
        assertThat(ClientMessageReader.read("{\"id\":1,\"type\":\"media.offer\"," + ROOM
                                + ",\"to\":\"p1\",\"pc\":\"1-2\",\"negotiation\":0,\"sdp\":\"" + filler + "\"}")
                        .message())
                .isInstanceOf(MediaMessage.Offer.class);
    }

    @Test
    void boundsWhatIsTheClientsOwn() {
        String view = "{\"type\":\"board.view\"," + ROOM + ",\"view\":{\"a\":\"" + "x".repeat(5_000) + "\"}}";
        assertThatThrownBy(() -> ClientMessageReader.read(view))
                .isInstanceOf(SignalException.class)
                .hasMessageContaining("view");
        String deep = "{\"type\":\"board.view\"," + ROOM + ",\"view\":" + "{\"a\":".repeat(20) + "1" + "}".repeat(21);
        assertThatThrownBy(() -> ClientMessageReader.read(deep)).isInstanceOf(SignalException.class);
    }

    /** Every text that is cut, or has a character changed, is read or refused; nothing else comes out. */
    @Test
    void readsOrRefusesWhateverIsSent() {
        String[] seeds = {
            "{\"id\":1,\"type\":\"hello\",\"ticket\":\"t\",\"resume\":{\"session\":\"s\",\"key\":\"k\",\"lastSeq\":3}}",
            "{\"id\":2,\"type\":\"room.permissions\"," + ROOM + ",\"target\":\"p1\",\"rights\":[\"audio\",\"chat\"]}",
            "{\"id\":3,\"type\":\"media.candidate\"," + ROOM
                    + ",\"to\":\"p2\",\"pc\":\"1-2\",\"candidate\":{\"candidate\":\"a\",\"sdpMLineIndex\":0}}",
            "{\"type\":\"board.view\"," + ROOM
                    + ",\"view\":{\"study\":\"1.2\",\"window\":{\"center\":40.5,\"width\":400}}}"
        };
        Random random = new Random(7);
        int read = 0;
        for (String seed : seeds) {
            for (int i = 0; i < 5_000; i++) {
                StringBuilder text = new StringBuilder(seed);
                for (int change = random.nextInt(4); change >= 0; change--) {
                    int at = random.nextInt(text.length());
                    switch (random.nextInt(3)) {
                        case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(96)));
                        case 1 -> text.deleteCharAt(at);
                        default -> text.insert(at, "{}[]\",:0".charAt(random.nextInt(8)));
                    }
                }
                try {
                    ClientMessageReader.read(text.toString());
                    read++;
                } catch (SignalException e) {
                    assertThat(e.getMessage()).isNotEmpty();
                }
            }
        }
        assertThat(read).isPositive();
    }
}
