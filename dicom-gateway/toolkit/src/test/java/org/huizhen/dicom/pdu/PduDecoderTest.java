package org.huizhen.dicom.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.dicom.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class PduDecoderTest {
    private static final int MAX_DATA = 1000;

    private final EmbeddedChannel channel = new EmbeddedChannel(new PduDecoder(MAX_DATA));

    static List<Pdu> withoutData() {
        return Samples.withoutData();
    }

    @ParameterizedTest
    @MethodSource("withoutData")
    void readsWhatTheEncoderWroteSplitAtEveryByte(Pdu pdu) {
        byte[] bytes = encoded(pdu);
        for (int split = 0; split <= bytes.length; split++) {
            channel.writeInbound(copy(bytes, 0, split));
            channel.writeInbound(copy(bytes, split, bytes.length));
            assertThat((Pdu) channel.readInbound()).as("split at " + split).isEqualTo(pdu);
            assertThat((Pdu) channel.readInbound()).isNull();
        }
    }

    @Test
    void readsDataSplitAtEveryByteAsTheSameMessage() {
        byte[] bytes = encoded(Samples.data());
        for (int split = 0; split <= bytes.length; split++) {
            channel.writeInbound(copy(bytes, 0, split));
            channel.writeInbound(copy(bytes, split, bytes.length));
            assertThat(drain())
                    .as("split at " + split)
                    .containsExactly("1 command 010203 last", "1 data 0405", "1 data  last");
        }
    }

    @Test
    void readsEveryPduByteByByte() {
        for (Pdu pdu : List.of(Samples.associateRq(), Samples.data(), new ReleaseRq())) {
            byte[] bytes = encoded(pdu);
            for (int i = 0; i < bytes.length; i++) {
                channel.writeInbound(copy(bytes, i, i + 1));
            }
        }
        assertThat((Pdu) channel.readInbound()).isEqualTo(Samples.associateRq());
        List<Object> rest = new ArrayList<>(channel.inboundMessages());
        assertThat(rest.getLast()).isEqualTo(new ReleaseRq());
        channel.releaseInbound();
        channel.inboundMessages().clear();
        rest.forEach(PduDecoderTest::release);
    }

    @Test
    void slicesDataOutOfTheReceiveBufferWithoutCopying() {
        ByteBuf received = UnpooledByteBufAllocator.DEFAULT.heapBuffer();
        received.writeBytes(
                encoded(new PDataTf(List.of(new Pdv(5, false, false, Unpooled.wrappedBuffer(new byte[100]))))));
        channel.writeInbound(received);
        Pdv value = ((PDataTf) channel.readInbound()).values().getFirst();
        assertThat(value.data().array()).isSameAs(received.array());
        value.data().release();
        assertThat(received.refCnt()).isZero();
    }

    @Test
    void handsOnDataBeforeThePduIsWhole() {
        byte[] bytes = encoded(new PDataTf(List.of(new Pdv(5, false, true, Unpooled.wrappedBuffer(new byte[100])))));
        channel.writeInbound(copy(bytes, 0, 50));
        assertThat(drain()).singleElement().asString().doesNotEndWith("last");
        channel.writeInbound(copy(bytes, 50, bytes.length));
        assertThat(drain()).singleElement().asString().endsWith("last");
    }

    @Test
    void skipsItemsOfUnknownType() {
        ByteBuf bytes = PduEncoder.encode(ByteBufAllocator.DEFAULT, Samples.associateRq());
        bytes.writeByte(0x77).writeByte(0).writeShort(3).writeMedium(0x010203);
        bytes.setInt(2, bytes.readableBytes() - 6);
        channel.writeInbound(bytes);
        assertThat((Pdu) channel.readInbound()).isEqualTo(Samples.associateRq());
    }

    @ParameterizedTest
    @CsvSource({"0", "8", "71", "255"})
    void refusesUnknownTypeBeforeTheRestArrives(int type) {
        assertThat(refusal(new byte[] {(byte) type})).isEqualTo(AbortReason.UNRECOGNIZED_PDU);
    }

    @Test
    void rejectsPduLongerThanNegotiated() {
        assertThat(refusal(header(4, MAX_DATA + 1L))).isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
    }

    @Test
    void takesPduAsLongAsNegotiated() {
        byte[] data = new byte[MAX_DATA - 6];
        channel.writeInbound(Unpooled.wrappedBuffer(
                encoded(new PDataTf(List.of(new Pdv(1, false, true, Unpooled.wrappedBuffer(data)))))));
        assertThat(drain()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 262145",
        "2, 262145",
        "1, 4294967295",
        "1, 3",
        "3, 5",
        "3, 0",
        "4, 5",
        "4, 0",
        "4, 4294967295",
        "5, 3",
        "6, 5",
        "7, 1000000"
    })
    void refusesLengthsOutOfBoundsByTheHeaderAlone(int type, long length) {
        assertThat(refusal(header(type, length))).isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"1", "0", "7", "4294967295"})
    void refusesValuesThatDoNotFitTheirPdu(long valueLength) {
        ByteBuf bytes = Unpooled.buffer();
        bytes.writeBytes(header(4, 8)).writeInt((int) valueLength).writeByte(1).writeByte(0);
        byte[] array = ByteBufUtil.getBytes(bytes);
        assertThat(refusal(array)).isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
    }

    @Test
    void refusesEveryItemLengthThatLies() {
        byte[] whole = encoded(Samples.associateRq());
        int refused = 0;
        for (int i = 74; i < whole.length - 1; i++) {
            byte[] lying = whole.clone();
            lying[i] = (byte) 0xFF;
            EmbeddedChannel fresh = new EmbeddedChannel(new PduDecoder(MAX_DATA));
            try {
                fresh.writeInbound(Unpooled.wrappedBuffer(lying));
            } catch (PduException e) {
                refused++;
            }
            fresh.finishAndReleaseAll();
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void refusesDoubledAndEvenContextIds() {
        for (int id : List.of(1, 2)) {
            AssociateRq rq = new AssociateRq(
                    1,
                    "A",
                    "B",
                    AssociateRq.DICOM_APPLICATION_CONTEXT,
                    List.of(
                            new ProposedPresentationContext(1, Samples.CT, List.of(Samples.IMPLICIT)),
                            new ProposedPresentationContext(id, Samples.CT, List.of(Samples.IMPLICIT))),
                    UserInformation.NONE);
            EmbeddedChannel fresh = new EmbeddedChannel(new PduDecoder(MAX_DATA));
            assertThatExceptionOfType(PduException.class)
                    .isThrownBy(() -> fresh.writeInbound(Unpooled.wrappedBuffer(encoded(rq))));
        }
    }

    @Test
    void throwsAwayWhatFollowsARefusedPdu() {
        refusal(header(9, 4));
        channel.writeInbound(Unpooled.wrappedBuffer(encoded(new ReleaseRq())));
        assertThat((Object) channel.readInbound()).isNull();
    }

    @Test
    void releasesAHalfGatheredPduWhenTheConnectionEnds() {
        byte[] bytes = encoded(Samples.associateRq());
        channel.writeInbound(copy(bytes, 0, 100));
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void tellsWhetherAPduIsUnderWay() {
        PduDecoder decoder = channel.pipeline().get(PduDecoder.class);
        byte[] bytes = encoded(Samples.data());
        for (int i = 0; i < bytes.length; i++) {
            assertThat(decoder.isInsidePdu()).isEqualTo(i > 0);
            channel.writeInbound(copy(bytes, i, i + 1));
        }
        assertThat(decoder.isInsidePdu()).isFalse();
        drain();
    }

    @Test
    void neverPrintsTheIdentityOfAUser() {
        assertThat(Samples.associateRq().toString()).doesNotContain("secret");
    }

    private AbortReason refusal(byte[] bytes) {
        return catchThrowableOfType(PduException.class, () -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)))
                .reason();
    }

    private List<String> drain() {
        List<String> values = new ArrayList<>();
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        while (channel.readInbound() instanceof PDataTf data) {
            for (Pdv value : data.values()) {
                piece.writeBytes(ByteBufUtil.getBytes(value.data()));
                value.data().release();
                boolean more = channel.inboundMessages().peek() instanceof PDataTf next
                        && !value.last()
                        && next.values().getFirst().command() == value.command()
                        && !(next.values().getFirst().data().readableBytes() == 0);
                if (!more) {
                    values.add(value.contextId()
                            + (value.command() ? " command " : " data ")
                            + ByteBufUtil.hexDump(piece.toByteArray())
                            + (value.last() ? " last" : ""));
                    piece.reset();
                }
            }
        }
        return values;
    }

    private static void release(Object message) {
        if (message instanceof PDataTf data) {
            data.values().forEach(value -> value.data().release());
        }
    }

    private static byte[] header(int type, long length) {
        return new byte[] {
            (byte) type, 0, (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length
        };
    }

    private static byte[] encoded(Pdu pdu) {
        ByteBuf buffer = PduEncoder.encode(UnpooledByteBufAllocator.DEFAULT, pdu);
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    private static ByteBuf copy(byte[] bytes, int from, int to) {
        return UnpooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes, from, to - from);
    }
}
