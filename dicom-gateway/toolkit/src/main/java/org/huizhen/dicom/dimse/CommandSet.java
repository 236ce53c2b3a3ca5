package org.huizhen.dicom.dimse;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.PduException;

/** The command set of a message: elements of group 0000, implicit VR little endian (PS3.7 6.3.1). Immutable. */
public final class CommandSet {
    /** (0000,0800): no data set follows. */
    public static final int NO_DATA_SET = 0x0101;

    private static final int DATA_SET_FOLLOWS = 0x0001;
    private static final int ELEMENT_HEADER_LENGTH = 8;

    private final SortedMap<Integer, byte[]> values;

    private CommandSet(SortedMap<Integer, byte[]> values) {
        this.values = values;
    }

    public static Builder builder(int commandField) {
        return new Builder().unsignedShort(CommandElement.COMMAND_FIELD, commandField);
    }

    /**
     * Reads a whole command set; elements of other groups are left out, unknown ones kept.
     *
     * @throws PduException when lengths lie
     */
    public static CommandSet decode(ByteBuf in) {
        SortedMap<Integer, byte[]> values = new TreeMap<>();
        while (in.isReadable()) {
            if (in.readableBytes() < ELEMENT_HEADER_LENGTH) {
                throw refused(in.readableBytes() + " bytes left, expected an element header of 8");
            }
            int group = in.readUnsignedShortLE();
            int element = in.readUnsignedShortLE();
            long length = in.readUnsignedIntLE();
            if (length > in.readableBytes()) {
                throw refused("element " + Integer.toHexString(element) + "H has length " + length + " where "
                        + in.readableBytes() + " are left");
            }
            byte[] value = new byte[(int) length];
            in.readBytes(value);
            if (group == 0 && element != CommandElement.GROUP_LENGTH) {
                values.put(element, value);
            }
        }
        return new CommandSet(values);
    }

    private static PduException refused(String message) {
        return new PduException(AbortReason.INVALID_PDU_PARAMETER_VALUE, "command set: " + message);
    }

    /** Appends the encoded form, group length first. */
    public void encode(ByteBuf out) {
        int length = 0;
        for (byte[] value : values.values()) {
            length += ELEMENT_HEADER_LENGTH + value.length;
        }
        writeHeader(out, CommandElement.GROUP_LENGTH, 4);
        out.writeIntLE(length);
        for (Map.Entry<Integer, byte[]> entry : values.entrySet()) {
            writeHeader(out, entry.getKey(), entry.getValue().length);
            out.writeBytes(entry.getValue());
        }
    }

    private static void writeHeader(ByteBuf out, int element, int length) {
        out.writeShortLE(0).writeShortLE(element).writeIntLE(length);
    }

    /** A US value; empty when missing or too short. */
    public OptionalInt unsignedShort(int element) {
        byte[] value = values.get(element);
        if (value == null || value.length < 2) {
            return OptionalInt.empty();
        }
        return OptionalInt.of((value[0] & 0xFF) | ((value[1] & 0xFF) << 8));
    }

    /** A text value without padding; empty when missing or of no characters. */
    public Optional<String> text(int element) {
        byte[] value = values.get(element);
        if (value == null) {
            return Optional.empty();
        }
        String text = new String(value, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** The command field; -1 when missing. */
    public int commandField() {
        return unsignedShort(CommandElement.COMMAND_FIELD).orElse(-1);
    }

    public boolean isResponse() {
        return commandField() >= CommandField.RESPONSE;
    }

    /** True unless (0000,0800) says that none follows. */
    public boolean hasDataSet() {
        return unsignedShort(CommandElement.COMMAND_DATA_SET_TYPE).orElse(NO_DATA_SET) != NO_DATA_SET;
    }

    public OptionalInt messageId() {
        return unsignedShort(CommandElement.MESSAGE_ID);
    }

    public OptionalInt messageIdBeingRespondedTo() {
        return unsignedShort(CommandElement.MESSAGE_ID_BEING_RESPONDED_TO);
    }

    /** The status of a response; a missing one counts as processing failure. */
    public Status status() {
        OptionalInt code = unsignedShort(CommandElement.STATUS);
        return code.isPresent() ? new Status(code.getAsInt()) : Status.PROCESSING_FAILURE;
    }

    /** Begins the response without data set to this request: message id, SOP class and instance are repeated. */
    public Builder response(Status status) {
        Builder response = builder(commandField() | CommandField.RESPONSE);
        response.unsignedShort(
                CommandElement.MESSAGE_ID_BEING_RESPONDED_TO, messageId().orElse(0));
        copy(CommandElement.AFFECTED_SOP_CLASS_UID, response);
        copy(CommandElement.AFFECTED_SOP_INSTANCE_UID, response);
        return response.unsignedShort(CommandElement.STATUS, status.code());
    }

    private void copy(int element, Builder to) {
        text(element).ifPresent(uid -> to.uid(element, uid));
    }

    @Override
    public String toString() {
        return "CommandSet[" + Integer.toHexString(commandField()) + "H, message "
                + messageId().orElse(messageIdBeingRespondedTo().orElse(-1)) + "]";
    }

    /** Collects elements in any order; no data set follows unless said so. */
    public static final class Builder {
        private final SortedMap<Integer, byte[]> values = new TreeMap<>();

        private Builder() {
            unsignedShort(CommandElement.COMMAND_DATA_SET_TYPE, NO_DATA_SET);
        }

        public Builder unsignedShort(int element, int value) {
            values.put(element, new byte[] {(byte) value, (byte) (value >>> 8)});
            return this;
        }

        /** A UI value, padded with NUL. */
        public Builder uid(int element, String uid) {
            return padded(element, uid, (byte) 0);
        }

        /** An AE or LO value, padded with a space. */
        public Builder text(int element, String text) {
            return padded(element, text, (byte) ' ');
        }

        public Builder dataSetFollows() {
            return unsignedShort(CommandElement.COMMAND_DATA_SET_TYPE, DATA_SET_FOLLOWS);
        }

        private Builder padded(int element, String text, byte padding) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            byte[] even = Arrays.copyOf(bytes, bytes.length + bytes.length % 2);
            if (even.length > bytes.length) {
                even[bytes.length] = padding;
            }
            values.put(element, even);
            return this;
        }

        public CommandSet build() {
            return new CommandSet(new TreeMap<>(values));
        }
    }
}
