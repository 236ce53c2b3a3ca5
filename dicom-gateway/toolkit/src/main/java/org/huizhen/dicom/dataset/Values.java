package org.huizhen.dicom.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.huizhen.dicom.dataset.CodeExtensions.Delimiters;

/** Encoded values to Java values (PS3.5 6.2); binary numbers are little endian. {@link ValueEncoder} goes the other way. */
final class Values {
    static final VarHandle SHORT = view(short[].class);
    static final VarHandle INT = view(int[].class);
    static final VarHandle LONG = view(long[].class);
    static final VarHandle FLOAT = view(float[].class);
    static final VarHandle DOUBLE = view(double[].class);

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
            return List.of(trimEnd(
                    local
                            ? set.decode(bytes, 0, bytes.length, Delimiters.of(vr))
                            : new String(bytes, StandardCharsets.ISO_8859_1)));
        }
        if (local && !set.splitsBytes()) {
            return Arrays.stream(set.decode(bytes, 0, bytes.length, Delimiters.of(vr))
                            .split("\\\\", -1))
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
