package org.huizhen.dicom.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Encoded values to Java values and back (PS3.5 6.2); binary numbers are little endian. */
final class Values {
    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);
    private static final int LONGEST_DECIMAL_STRING = 16;

    private Values() {}

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    static List<String> strings(Element.Value value, SpecificCharacterSet set) {
        byte[] bytes = value.bytes();
        Vr vr = value.vr();
        if (bytes.length == 0) {
            return List.of();
        }
        switch (vr.kind()) {
            case INTEGER -> {
                return LongStream.of(longs(value))
                        .mapToObj(number -> vr == Vr.AT
                                ? Tag.hex((int) number)
                                : vr == Vr.UV ? Long.toUnsignedString(number) : Long.toString(number))
                        .toList();
            }
            case FLOAT -> {
                return vr == Vr.FL
                        ? DoubleStream.of(decimals(value))
                                .mapToObj(number -> Float.toString((float) number))
                                .toList()
                        : DoubleStream.of(decimals(value))
                                .mapToObj(Double::toString)
                                .toList();
            }
            case SEQUENCE -> {
                return List.of();
            }
            case BYTES -> {
                if (vr != Vr.UN) {
                    return List.of();
                }
            }
            case TEXT, LOCAL_TEXT -> {}
        }
        boolean local = vr.kind() != Vr.Kind.TEXT;
        if (vr.singleValue()) {
            return List.of(trimEnd(local ? set.decode(bytes) : new String(bytes, StandardCharsets.ISO_8859_1)));
        }
        if (local && !set.splitsBytes()) {
            return Arrays.stream(set.decode(bytes).split("\\\\", -1))
                    .map(text -> trim(text, vr))
                    .toList();
        }
        SpecificCharacterSet used = local ? set : SpecificCharacterSet.DEFAULT;
        List<String> values = new ArrayList<>(1);
        int from = 0;
        for (int i = 0; i <= bytes.length; i++) {
            if (i == bytes.length || bytes[i] == '\\') {
                values.add(trim(used.decode(bytes, from, i - from), vr));
                from = i + 1;
            }
        }
        return values;
    }

    private static String trim(String text, Vr vr) {
        String trimmed = trimEnd(text);
        int start = 0;
        if (vr != Vr.UC && vr != Vr.UN) {
            while (start < trimmed.length() && trimmed.charAt(start) == ' ') {
                start++;
            }
        }
        return trimmed.substring(start);
    }

    private static String trimEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == ' ' || text.charAt(end - 1) == 0)) {
            end--;
        }
        return text.substring(0, end);
    }

    static long[] longs(Element.Value value) {
        byte[] bytes = value.bytes();
        return switch (value.vr()) {
            case US, OW -> integers(bytes, 2, at -> (short) SHORT.get(bytes, at) & 0xFFFFL);
            case SS -> integers(bytes, 2, at -> (short) SHORT.get(bytes, at));
            case UL, OL -> integers(bytes, 4, at -> (int) INT.get(bytes, at) & 0xFFFFFFFFL);
            case SL -> integers(bytes, 4, at -> (int) INT.get(bytes, at));
            case UV, SV, OV -> integers(bytes, 8, at -> (long) LONG.get(bytes, at));
            case AT ->
                integers(
                        bytes,
                        4,
                        at -> ((short) SHORT.get(bytes, at) & 0xFFFFL) << 16
                                | ((short) SHORT.get(bytes, at + 2) & 0xFFFFL));
            case OB -> integers(bytes, 1, at -> bytes[at] & 0xFFL);
            case IS, DS -> {
                try {
                    yield strings(value, SpecificCharacterSet.DEFAULT).stream()
                            .mapToLong(text -> new BigDecimal(text.strip()).longValueExact())
                            .toArray();
                } catch (ArithmeticException | NumberFormatException e) {
                    yield new long[0];
                }
            }
            default -> new long[0];
        };
    }

    static double[] decimals(Element.Value value) {
        byte[] bytes = value.bytes();
        return switch (value.vr()) {
            case FL, OF -> {
                double[] numbers = new double[bytes.length / 4];
                Arrays.setAll(numbers, i -> (float) FLOAT.get(bytes, i * 4));
                yield numbers;
            }
            case FD, OD -> {
                double[] numbers = new double[bytes.length / 8];
                Arrays.setAll(numbers, i -> (double) DOUBLE.get(bytes, i * 8));
                yield numbers;
            }
            case DS, IS -> {
                try {
                    yield strings(value, SpecificCharacterSet.DEFAULT).stream()
                            .mapToDouble(text -> Double.parseDouble(text.strip()))
                            .toArray();
                } catch (NumberFormatException e) {
                    yield new double[0];
                }
            }
            default -> LongStream.of(longs(value)).asDoubleStream().toArray();
        };
    }

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
        return padded(
                vr.kind() == Vr.Kind.TEXT ? joined.getBytes(StandardCharsets.ISO_8859_1) : set.encode(joined), vr);
    }

    static byte[] encode(Vr vr, long... values) {
        byte[] bytes = new byte[vr == Vr.AT ? values.length * 4 : values.length * vr.unit()];
        for (int i = 0; i < values.length; i++) {
            switch (vr) {
                case US, SS, OW -> SHORT.set(bytes, i * 2, (short) values[i]);
                case UL, SL, OL -> INT.set(bytes, i * 4, (int) values[i]);
                case UV, SV, OV -> LONG.set(bytes, i * 8, values[i]);
                case AT -> {
                    SHORT.set(bytes, i * 4, (short) (values[i] >> 16));
                    SHORT.set(bytes, i * 4 + 2, (short) values[i]);
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
                case FL, OF -> FLOAT.set(bytes, i * 4, (float) values[i]);
                case FD, OD -> DOUBLE.set(bytes, i * 8, values[i]);
                case DS -> {
                    String text = DoubleStream.of(values)
                            .mapToObj(Values::decimalString)
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

    private interface At {
        long number(int at);
    }

    private static long[] integers(byte[] bytes, int width, At reader) {
        long[] numbers = new long[bytes.length / width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = reader.number(i * width);
        }
        return numbers;
    }
}
