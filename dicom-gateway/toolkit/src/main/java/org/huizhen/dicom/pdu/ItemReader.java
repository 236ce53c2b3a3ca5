package org.huizhen.dicom.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads fields of a PDU body; every length is checked against what is really there. */
final class ItemReader {
    private final ByteBuf in;

    ItemReader(ByteBuf in) {
        this.in = in;
    }

    boolean hasMore() {
        return in.isReadable();
    }

    int octet(String field) {
        require(1, field);
        return in.readUnsignedByte();
    }

    int unsignedShort(String field) {
        require(2, field);
        return in.readUnsignedShort();
    }

    long unsignedInt(String field) {
        require(4, field);
        return in.readUnsignedInt();
    }

    void skip(int octets, String field) {
        require(octets, field);
        in.skipBytes(octets);
    }

    /** A fixed or counted text; leading and trailing spaces and NULs carry no meaning in titles and UIDs. */
    String text(int octets, String field) {
        require(octets, field);
        String text = in.readCharSequence(octets, StandardCharsets.ISO_8859_1).toString();
        int from = 0;
        int to = text.length();
        while (from < to && isPadding(text.charAt(from))) {
            from++;
        }
        while (to > from && isPadding(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    String countedText(String field) {
        return text(unsignedShort(field + " length"), field);
    }

    ByteBuffer countedBytes(String field) {
        int length = unsignedShort(field + " length");
        require(length, field);
        return bytes(length);
    }

    ByteBuffer rest() {
        return bytes(in.readableBytes());
    }

    String restText(String field) {
        return text(in.readableBytes(), field);
    }

    /** The value of the item at hand, whose type octet has been read: reserved octet, length, value. */
    ItemReader value(String field) {
        skip(1, field + " reserved octet");
        int length = unsignedShort(field + " length");
        require(length, field);
        return new ItemReader(in.readSlice(length));
    }

    /** A value counted by two bytes, without type octet. */
    ItemReader countedValue(String field) {
        int length = unsignedShort(field + " length");
        require(length, field);
        return new ItemReader(in.readSlice(length));
    }

    private ByteBuffer bytes(int length) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    private void require(int octets, String field) {
        if (in.readableBytes() < octets) {
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    field + " needs " + octets + " bytes where " + in.readableBytes() + " are left");
        }
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == 0;
    }
}
