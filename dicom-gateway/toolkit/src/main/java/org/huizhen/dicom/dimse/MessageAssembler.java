package org.huizhen.dicom.dimse;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.PduException;
import org.huizhen.dicom.pdu.Pdv;

/** Puts messages together from presentation data values (PS3.7 6.3, PS3.8 annex E): commands whole, data sets as they come. */
public final class MessageAssembler {
    /** Many times what any command of PS3.7 needs, in bytes. */
    static final int MAX_COMMAND_LENGTH = 16 * 1024;

    /** Takes the parts of one message after the other. */
    public interface Consumer {
        /** A command set is whole; when it says so, its data set follows. */
        void command(int contextId, CommandSet command);

        /** The next bytes of the data set; the consumer releases them. */
        void data(ByteBuf slice);

        /** The data set is whole. */
        void dataEnd();
    }

    private final Consumer consumer;
    private final ByteBuf gathered = Unpooled.buffer(256, MAX_COMMAND_LENGTH);
    private int contextId = -1;
    private boolean awaitingData;

    public MessageAssembler(Consumer consumer) {
        this.consumer = consumer;
    }

    /** True while a message has begun and not ended. */
    public boolean isInsideMessage() {
        return awaitingData || gathered.isReadable();
    }

    /**
     * Takes the next value, and its data.
     *
     * @throws PduException when values do not make a message
     */
    public void accept(Pdv value) {
        if (value.command()) {
            try {
                acceptCommand(value);
            } finally {
                value.data().release();
            }
        } else {
            acceptData(value);
        }
    }

    private void acceptCommand(Pdv value) {
        if (awaitingData) {
            throw new PduException(AbortReason.UNEXPECTED_PDU_PARAMETER, "command inside a data set");
        }
        if (gathered.isReadable() && value.contextId() != contextId) {
            throw mixed(value);
        }
        contextId = value.contextId();
        if (value.data().readableBytes() > MAX_COMMAND_LENGTH - gathered.readableBytes()) {
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "command set longer than " + MAX_COMMAND_LENGTH + " bytes");
        }
        gathered.writeBytes(value.data());
        if (value.last()) {
            CommandSet command = CommandSet.decode(gathered);
            gathered.clear();
            awaitingData = command.hasDataSet();
            consumer.command(contextId, command);
        }
    }

    private void acceptData(Pdv value) {
        if (!awaitingData || value.contextId() != contextId) {
            value.data().release();
            throw awaitingData
                    ? mixed(value)
                    : new PduException(AbortReason.UNEXPECTED_PDU_PARAMETER, "data set without a command");
        }
        awaitingData = !value.last();
        if (value.data().isReadable()) {
            consumer.data(value.data());
        } else {
            value.data().release();
        }
        if (value.last()) {
            consumer.dataEnd();
        }
    }

    private PduException mixed(Pdv value) {
        return new PduException(
                AbortReason.UNEXPECTED_PDU_PARAMETER,
                "presentation context " + value.contextId() + " inside a message of context " + contextId);
    }
}
