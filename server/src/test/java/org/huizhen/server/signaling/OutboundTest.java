package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.server.signaling.message.Text;
import org.junit.jupiter.api.Test;

/** What is written is read by Netty's own decoder. */
final class OutboundTest {
    private final Outbound outbound = new Outbound();
    private final List<Integer> buffers = new ArrayList<>();
    private final EmbeddedChannel reader =
            new EmbeddedChannel(new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                    .expectMaskedFrames(false)
                    .maxFramePayloadLength(1 << 20)
                    .build()));

    @Test
    void writesWhatWaitsInOrderAndInOneBuffer() {
        outbound.put(Text.of("{\"re\":1}"));
        outbound.put(41, Text.of("{\"type\":\"event\",\"name\":\"会诊\"}"));
        outbound.put(Long.MAX_VALUE, Text.of("{\"type\":\"event\"}"));
        assertThat(taken())
                .containsExactly(
                        "{\"re\":1}",
                        "{\"seq\":41,\"type\":\"event\",\"name\":\"会诊\"}",
                        "{\"seq\":9223372036854775807,\"type\":\"event\"}");
        assertThat(buffers).containsExactly(3);
    }

    @Test
    void framesEveryLength() {
        List<String> texts = new ArrayList<>();
        for (int length : new int[] {2, 125, 126, 127, 65_535, 65_536, 200_000}) {
            String text = "{" + "x".repeat(length - 2) + "}";
            texts.add(text);
            outbound.put(Text.of(text));
        }
        assertThat(taken()).isEqualTo(texts);
    }

    @Test
    void beginsANewBufferWhenOneIsFull() {
        Text text = Text.of("{" + "x".repeat(20_000) + "}");
        for (int i = 0; i < 5; i++) {
            outbound.put(text);
        }
        assertThat(taken()).hasSize(5);
        assertThat(buffers).containsExactly(2, 2, 1);
    }

    @Test
    void callsTheEventLoopOnceForAllThatWaits() {
        assertThat(outbound.callFor()).isFalse();
        outbound.put(Text.of("{}"));
        assertThat(outbound.callFor()).isTrue();
        outbound.put(Text.of("{}"));
        assertThat(outbound.callFor()).isFalse();
        assertThat(taken()).hasSize(2);
        outbound.put(Text.of("{}"));
        assertThat(outbound.callFor()).isTrue();
        assertThat(taken()).hasSize(1);
    }

    private List<String> taken() {
        List<String> texts = new ArrayList<>();
        outbound.take(UnpooledByteBufAllocator.DEFAULT, (frames, messages) -> {
            buffers.add(messages);
            read(frames, texts);
        });
        return texts;
    }

    private void read(ByteBuf frames, List<String> texts) {
        reader.writeInbound(frames);
        for (TextWebSocketFrame frame = reader.readInbound(); frame != null; frame = reader.readInbound()) {
            assertThat(frame.isFinalFragment()).isTrue();
            texts.add(frame.text());
            frame.release();
        }
    }
}
