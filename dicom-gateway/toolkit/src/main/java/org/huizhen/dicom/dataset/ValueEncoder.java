package org.huizhen.dicom.dataset;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.huizhen.dicom.dataset.CodeExtensions.Delimiters;

/** Java values to encoded values (PS3.5 6.2), padded to an even length; binary numbers are little endian. */
final class ValueEncoder {
    private static final int LONGEST_DECIMAL_STRING = 16;

    private ValueEncoder() {}

    static byte[] encode(Vr vr, SpecificCharacterSet set, String... values) {
        switch (vr.kind()) {
            case INTEGER -> {
                return encode(
                        vr,
                        Arrays.stream(values)
                                .mapToLong(text -> vr == Vr.AT
                                        ? Long.parseLong(text, 16)
                                        : vr == Vr.UV ? Long.parseUnsignedLong(text) : Long.parseLong(text))
                                .toArray());
            }
            case FLOAT -> {
                return encode(
                        vr,
                        Arrays.stream(values).mapToDouble(Double::parseDouble).toArray());
            }
            case BYTES, SEQUENCE -> throw new IllegalArgumentException(vr + " holds no text");
            case TEXT, LOCAL_TEXT -> {}
        }
        String joined = String.join("\\", values);
        byte[] encoded = vr.kind() == Vr.Kind.TEXT ? plain(joined) : set.encode(joined, Delimiters.of(vr));
        return padded(encoded, vr);
    }

    /** Text outside any character set. ISO 646 by the standard; what was read of bytes above 7FH goes back as it was. */
    private static byte[] plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                throw new UnencodableTextException(SpecificCharacterSet.DEFAULT, i);
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] encode(Vr vr, long... values) {
        byte[] bytes = new byte[vr == Vr.AT ? values.length * 4 : values.length * vr.unit()];
        for (int i = 0; i < values.length; i++) {
            switch (vr) {
                case US, SS, OW -> Values.SHORT.set(bytes, i * 2, (short) values[i]);
                case UL, SL, OL -> Values.INT.set(bytes, i * 4, (int) values[i]);
                case UV, SV, OV -> Values.LONG.set(bytes, i * 8, values[i]);
                case AT -> {
                    Values.SHORT.set(bytes, i * 4, (short) (values[i] >> 16));
                    Values.SHORT.set(bytes, i * 4 + 2, (short) values[i]);
                }
                case OB -> bytes[i] = (byte) values[i];
                case FL, FD, OF, OD -> {
                    return encode(vr, LongStream.of(values).asDoubleStream().toArray());
                }
                default -> {
                    String text = LongStream.of(values).mapToObj(Long::toString).collect(Collectors.joining("\\"));
                    return padded(text.getBytes(StandardCharsets.US_ASCII), vr);
                }
            }
        }
        return padded(bytes, vr);
    }

    static byte[] encode(Vr vr, double... values) {
        byte[] bytes = new byte[values.length * vr.unit()];
        for (int i = 0; i < values.length; i++) {
            switch (vr) {
                case FL, OF -> Values.FLOAT.set(bytes, i * 4, (float) values[i]);
                case FD, OD -> Values.DOUBLE.set(bytes, i * 8, values[i]);
                case DS -> {
                    String text = DoubleStream.of(values)
                            .mapToObj(ValueEncoder::decimalString)
                            .collect(Collectors.joining("\\"));
                    return padded(text.getBytes(StandardCharsets.US_ASCII), vr);
                }
                default -> throw new IllegalArgumentException(vr + " holds no decimal numbers");
            }
        }
        return bytes;
    }

    /** A DS of at most 16 characters, as near to the number as they allow. */
    static String decimalString(double number) {
        BigDecimal exact = BigDecimal.valueOf(number);
        String text = number == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
        for (int digits = 16; text.length() > LONGEST_DECIMAL_STRING; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            text = rounded.stripTrailingZeros().toPlainString();
            if (text.length() > LONGEST_DECIMAL_STRING) {
                text = rounded.stripTrailingZeros().toString();
            }
        }
        return text;
    }

    static byte[] padded(byte[] bytes, Vr vr) {
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] even = Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = vr.padding();
        return even;
    }
}
