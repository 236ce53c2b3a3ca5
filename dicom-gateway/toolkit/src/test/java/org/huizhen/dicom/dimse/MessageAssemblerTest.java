package org.huizhen.dicom.dimse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.dicom.LeakCheck;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.PduException;
import org.huizhen.dicom.pdu.Pdv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class MessageAssemblerTest {
    private static final CommandSet STORE = CommandSet.builder(CommandField.C_STORE_RQ)
            .unsignedShort(CommandElement.MESSAGE_ID, 7)
            .uid(CommandElement.AFFECTED_SOP_INSTANCE_UID, "1.2.3")
            .text(CommandElement.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, "CT1")
            .dataSetFollows()
            .build();

    private final List<String> parts = new ArrayList<>();
    private final MessageAssembler assembler = new MessageAssembler(new MessageAssembler.Consumer() {
        @Override
        public void command(int contextId, CommandSet command) {
            parts.add(contextId + " " + command);
        }

        @Override
        public void data(ByteBuf slice) {
            parts.add(ByteBufUtil.hexDump(slice));
            slice.release();
        }

        @Override
        public void dataEnd() {
            parts.add("end");
        }
    });

    @Test
    void putsACommandTogetherFromPiecesOfAnySize() {
        byte[] bytes = encoded(STORE);
        for (int split = 0; split <= bytes.length; split++) {
            parts.clear();
            assembler.accept(command(bytes, 0, split, false));
            assembler.accept(command(bytes, split, bytes.length, true));
            assembler.accept(data("0102", false));
            assembler.accept(data("03", true));
            assertThat(parts).containsExactly("1 CommandSet[1H, message 7]", "0102", "03", "end");
        }
    }

    @Test
    void endsADataSetWithAnEmptyLastValue() {
        byte[] bytes = encoded(STORE);
        assembler.accept(command(bytes, 0, bytes.length, true));
        assembler.accept(data("01", false));
        assertThat(assembler.isInsideMessage()).isTrue();
        assembler.accept(data("", true));
        assertThat(assembler.isInsideMessage()).isFalse();
        assertThat(parts).endsWith("01", "end");
    }

    @Test
    void refusesAnEndlessCommand() {
        byte[] piece = new byte[1000];
        assertThat(reason(() -> {
                    for (int i = 0; i < 100; i++) {
                        assembler.accept(command(piece, 0, piece.length, false));
                    }
                }))
                .isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
    }

    @Test
    void refusesDataWithoutACommand() {
        assertThat(reason(() -> assembler.accept(data("01", true)))).isEqualTo(AbortReason.UNEXPECTED_PDU_PARAMETER);
    }

    @Test
    void refusesACommandInsideADataSet() {
        byte[] bytes = encoded(STORE);
        assembler.accept(command(bytes, 0, bytes.length, true));
        assertThat(reason(() -> assembler.accept(command(bytes, 0, bytes.length, true))))
                .isEqualTo(AbortReason.UNEXPECTED_PDU_PARAMETER);
    }

    @Test
    void refusesAnotherContextInsideAMessage() {
        byte[] bytes = encoded(STORE);
        assembler.accept(command(bytes, 0, bytes.length, true));
        assertThat(reason(() -> assembler.accept(
                        new Pdv(3, false, true, Unpooled.buffer().writeByte(1)))))
                .isEqualTo(AbortReason.UNEXPECTED_PDU_PARAMETER);
    }

    @Test
    void refusesLengthsThatLie() {
        byte[] bytes = encoded(STORE);
        bytes[4] = 0x7F;
        bytes[7] = 0x7F;
        assertThat(reason(() -> assembler.accept(command(bytes, 0, bytes.length, true))))
                .isEqualTo(AbortReason.INVALID_PDU_PARAMETER_VALUE);
    }

    @Test
    void keepsEveryElementOverARoundTrip() {
        CommandSet read = CommandSet.decode(Unpooled.wrappedBuffer(encoded(STORE)));
        assertThat(encoded(read)).isEqualTo(encoded(STORE));
        assertThat(read.text(CommandElement.AFFECTED_SOP_INSTANCE_UID)).contains("1.2.3");
        assertThat(read.text(CommandElement.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE))
                .contains("CT1");
        assertThat(read.hasDataSet()).isTrue();
    }

    @Test
    void answersARequestWithItsIdentity() {
        CommandSet response = STORE.response(Status.OUT_OF_RESOURCES).build();
        assertThat(response.commandField()).isEqualTo(0x8001);
        assertThat(response.isResponse()).isTrue();
        assertThat(response.messageIdBeingRespondedTo()).hasValue(7);
        assertThat(response.text(CommandElement.AFFECTED_SOP_INSTANCE_UID)).contains("1.2.3");
        assertThat(response.status()).isEqualTo(Status.OUT_OF_RESOURCES);
        assertThat(response.hasDataSet()).isFalse();
    }

    @Test
    void framesACommandForASmallPeerInPieces() {
        ByteBuf framed = MessageFraming.frame(UnpooledByteBufAllocator.DEFAULT, STORE, 5, 20);
        int values = 0;
        byte last = 0;
        while (framed.isReadable()) {
            framed.skipBytes(6);
            int length = framed.readInt();
            assertThat(length).isLessThanOrEqualTo(22);
            assertThat(framed.readByte()).isEqualTo((byte) 5);
            last = framed.readByte();
            framed.skipBytes(length - 2);
            values++;
        }
        framed.release();
        assertThat(values).isGreaterThan(3);
        assertThat(last).isEqualTo((byte) 3);
    }

    private static AbortReason reason(Runnable call) {
        return catchThrowableOfType(PduException.class, call::run).reason();
    }

    private static byte[] encoded(CommandSet command) {
        ByteBuf out = Unpooled.buffer();
        command.encode(out);
        return ByteBufUtil.getBytes(out);
    }

    private static Pdv command(byte[] bytes, int from, int to, boolean last) {
        ByteBuf data = UnpooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(bytes, from, to - from);
        return new Pdv(1, true, last, data);
    }

    private static Pdv data(String hex, boolean last) {
        ByteBuf data = UnpooledByteBufAllocator.DEFAULT.directBuffer().writeBytes(ByteBufUtil.decodeHexDump(hex));
        return new Pdv(1, false, last, data);
    }
}
