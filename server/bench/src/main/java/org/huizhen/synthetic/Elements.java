package org.huizhen.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** A data set being built, to be encoded in explicit VR little endian (PS3.5 7.1.2). */
@SuppressWarnings("ByteBufferBackingArray") // all buffers are allocated here, as large as what is put into them
final class Elements {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Value(String vr, byte[] bytes) {}

    private final TextEncoding encoding;
    private final Map<Integer, Value> values = new TreeMap<>();

    Elements(TextEncoding encoding) {
        this.encoding = encoding;
    }

    /** An empty data set of the same encoding, for an item of a sequence. */
    Elements item() {
        return new Elements(encoding);
    }

    /** Texts to which Specific Character Set applies: LO LT PN SH ST UC UT. */
    Elements text(int tag, String vr, String value) {
        return put(tag, vr, padded(value.getBytes(encoding.charset()), ' '));
    }

    /** Texts of the default repertoire: AE AS CS DA DS DT IS TM. */
    Elements plain(int tag, String vr, String value) {
        return put(tag, vr, padded(value.getBytes(StandardCharsets.US_ASCII), ' '));
    }

    Elements uid(int tag, String value) {
        return put(tag, "UI", padded(value.getBytes(StandardCharsets.US_ASCII), '\0'));
    }

    Elements shorts(int tag, int... numbers) {
        ByteBuffer buffer = little(numbers.length * 2);
        for (int number : numbers) {
            buffer.putShort((short) number);
        }
        return put(tag, "US", buffer.array());
    }

    Elements longs(int tag, int... numbers) {
        return put(tag, "UL", longBytes(numbers));
    }

    Elements signedLongs(int tag, int... numbers) {
        return put(tag, "SL", longBytes(numbers));
    }

    Elements doubles(int tag, double... numbers) {
        ByteBuffer buffer = little(numbers.length * 8);
        for (double number : numbers) {
            buffer.putDouble(number);
        }
        return put(tag, "FD", buffer.array());
    }

    Elements tagPointer(int tag, int pointed) {
        return put(
                tag,
                "AT",
                little(4)
                        .putShort((short) (pointed >>> 16))
                        .putShort((short) pointed)
                        .array());
    }

    Elements bytes(int tag, String vr, byte[] value) {
        return put(tag, vr, padded(value, '\0'));
    }

    Elements sequence(int tag, Elements... items) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Elements item : items) {
            byte[] content = item.encoded();
            out.writeBytes(little(8)
                    .putShort((short) 0xfffe)
                    .putShort((short) 0xe000)
                    .putInt(content.length)
                    .array());
            out.writeBytes(content);
        }
        return put(tag, "SQ", out.toByteArray());
    }

    /** A sequence of one code (PS3.3 table 8.8-1). */
    Elements code(int tag, String value, String scheme, String meaning) {
        return sequence(
                tag,
                item().text(0x00080100, "SH", value)
                        .text(0x00080102, "SH", scheme)
                        .text(0x00080104, "LO", meaning));
    }

    byte[] encoded() {
        int size = values.values().stream().mapToInt(v -> v.bytes().length + 12).sum();
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        values.forEach((tag, value) -> write(out, tag, value));
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int tag, Value value) {
        ByteBuffer header = little(12).putShort((short) (tag >>> 16)).putShort((short) tag);
        header.put(value.vr().getBytes(StandardCharsets.US_ASCII));
        boolean longForm = switch (value.vr()) {
            case "OB", "OW", "SQ", "UC", "UN", "UT" -> true;
            default -> false;
        };
        if (longForm) {
            header.putShort((short) 0).putInt(value.bytes().length);
        } else {
            header.putShort((short) value.bytes().length);
        }
        out.write(header.array(), 0, header.position());
        out.writeBytes(value.bytes());
    }

    private Elements put(int tag, String vr, byte[] bytes) {
        values.put(tag, new Value(vr, bytes));
        return this;
    }

    private static byte[] padded(byte[] value, char padding) {
        if (value.length % 2 == 0) {
            return value;
        }
        byte[] even = Arrays.copyOf(value, value.length + 1);
        even[value.length] = (byte) padding;
        return even;
    }

    private static byte[] longBytes(int... numbers) {
        ByteBuffer buffer = little(numbers.length * 4);
        for (int number : numbers) {
            buffer.putInt(number);
        }
        return buffer.array();
    }

    private static ByteBuffer little(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }
}
