package org.huizhen.dicom.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever arrives, in whatever pieces, gives the same PDUs or the same named refusal; what was read can be written and read again. */
class PduDecoderFuzzTest {
    private static final int MAX_DATA = 1000;

    static Stream<byte[]> seeds() {
        return Stream.concat(Samples.withoutData().stream(), Stream.of(Samples.data()))
                .map(PduDecoderFuzzTest::encoded)
                .map(bytes -> {
                    byte[] seed = new byte[bytes.length + 1];
                    seed[0] = 7;
                    System.arraycopy(bytes, 0, seed, 1, bytes.length);
                    return seed;
                });
    }

    /** The first byte is the length of the pieces. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsTheSameInWhateverPieces(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        List<Object> whole = decode(bytes, Math.max(1, bytes.length));
        assertThat(decode(bytes, 1 + (input[0] & 0xFF))).isEqualTo(whole);
        for (Object each : whole) {
            if (each instanceof Pdu pdu) {
                byte[] again = encoded(pdu);
                assertThat(decode(again, again.length)).containsExactly(pdu);
            }
        }
    }

    /** PDUs; data as text, joined where only the pieces parted it; the reason of a refusal at the end. */
    private static List<Object> decode(byte[] bytes, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(MAX_DATA));
        List<Object> seen = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        try {
            for (int at = 0; at < bytes.length; at += piece) {
                channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
            }
        } catch (PduException e) {
            data.append(e.reason());
        }
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            if (message instanceof PDataTf values) {
                values.values().forEach(value -> describe(value, seen));
            } else {
                seen.add(message);
            }
        }
        channel.finishAndReleaseAll();
        seen.add(data.toString());
        seen.removeIf(each -> each.equals(""));
        return seen;
    }

    private static void describe(Pdv value, List<Object> seen) {
        String begin = value.contextId() + (value.command() ? " command " : " data ");
        String hex = ByteBufUtil.hexDump(value.data());
        value.data().release();
        String open = seen.isEmpty() || !(seen.getLast() instanceof String last) || !last.endsWith("…") ? null : last;
        if (open != null && open.startsWith(begin)) {
            seen.removeLast();
            seen.add(open.substring(0, open.length() - 1) + hex + (value.last() ? "" : "…"));
        } else if (value.last() || !hex.isEmpty()) {
            seen.add(begin + hex + (value.last() ? "" : "…"));
        }
    }

    private static byte[] encoded(Pdu pdu) {
        ByteBuf buffer = PduEncoder.encode(ByteBufAllocator.DEFAULT, pdu);
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }
}
