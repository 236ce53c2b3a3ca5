package org.huizhen.dicom.dataset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Code extension by ISO 2022 escape sequences (PS3.3 table C.12-3, C.12-4; PS3.5 6.1.2.5). */
final class CodeExtensions {
    private static final int ESCAPE = 0x1B;

    /** A set that an escape sequence switches to. {@code high}: it lies in G1 (bytes above 7FH), else in G0. */
    private record Designation(Charset charset, boolean high, boolean pairs, boolean supplementary) {
        Designation(Charset charset, boolean high, boolean pairs) {
            this(charset, high, pairs, false);
        }
    }

    private static final byte SINGLE_SHIFT_3 = (byte) 0x8F;
    private static final Designation ASCII = new Designation(StandardCharsets.US_ASCII, false, false);
    private static final Designation SUPPLEMENTARY = new Designation(Charset.forName("EUC-JP"), false, true, true);

    private static final Map<String, Designation> BY_ESCAPE = Map.ofEntries(
            Map.entry("(B", ASCII),
            Map.entry("(J", new Designation(Charset.forName("JIS_X0201"), false, false)),
            Map.entry(")I", new Designation(Charset.forName("JIS_X0201"), true, false)),
            Map.entry("-A", new Designation(StandardCharsets.ISO_8859_1, true, false)),
            Map.entry("-B", new Designation(Charset.forName("ISO-8859-2"), true, false)),
            Map.entry("-C", new Designation(Charset.forName("ISO-8859-3"), true, false)),
            Map.entry("-D", new Designation(Charset.forName("ISO-8859-4"), true, false)),
            Map.entry("-L", new Designation(Charset.forName("ISO-8859-5"), true, false)),
            Map.entry("-G", new Designation(Charset.forName("ISO-8859-6"), true, false)),
            Map.entry("-F", new Designation(Charset.forName("ISO-8859-7"), true, false)),
            Map.entry("-H", new Designation(Charset.forName("ISO-8859-8"), true, false)),
            Map.entry("-M", new Designation(Charset.forName("ISO-8859-9"), true, false)),
            Map.entry("-b", new Designation(Charset.forName("ISO-8859-15"), true, false)),
            Map.entry("-T", new Designation(Charset.forName("TIS-620"), true, false)),
            Map.entry("$B", new Designation(Charset.forName("EUC-JP"), false, true)),
            Map.entry("$(D", SUPPLEMENTARY),
            Map.entry("$)C", new Designation(Charset.forName("EUC-KR"), true, true)),
            Map.entry("$)A", new Designation(Charset.forName("GB2312"), true, true)));

    private CodeExtensions() {}

    /**
     * Decodes with {@code initial} for bytes above 7FH until an escape sequence says otherwise. Unknown escape sequences are left out.
     * Sets end with the line or value; where the first set has characters above 7FH of its own, with each delimiter.
     */
    static String decode(byte[] bytes, int offset, int length, Charset initial) {
        StringBuilder text = new StringBuilder(length);
        Designation first = new Designation(initial, true, false);
        Designation low = ASCII;
        Designation high = first;
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int value = bytes[at] & 0xFF;
            int run = at + 1;
            if (value == ESCAPE) {
                run = endOfEscape(bytes, at + 1, end);
                Designation next = BY_ESCAPE.get(new String(bytes, at + 1, run - at - 1, StandardCharsets.ISO_8859_1));
                high = next != null && next.high() ? next : high;
                low = next != null && !next.high() ? next : low;
            } else if (value < 0x20) {
                text.append((char) value);
                low = ASCII;
                high = first;
            } else if (value < 0x80 && !low.pairs() && delimiter(value)) {
                text.append((char) value);
                high = value == '\\' || !initial.equals(StandardCharsets.ISO_8859_1) ? first : high;
            } else {
                boolean upper = value >= 0x80;
                Designation set = upper ? high : low;
                while (run < end && continues(bytes[run], upper, set)) {
                    run++;
                }
                append(text, bytes, at, run, set);
            }
            at = run;
        }
        return text.toString();
    }

    private static boolean continues(byte value, boolean upper, Designation set) {
        return upper ? value < 0 : value >= 0x20 && (set.pairs() || !delimiter(value));
    }

    private static boolean delimiter(int value) {
        return value == '\\' || value == '^' || value == '=';
    }

    /** Encodes in the first set; what it lacks is an error, since switching sets on writing is left to those who read. */
    static byte[] encode(String text, Charset charset, List<String> terms) {
        if (!charset.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("text has characters outside " + terms.getFirst());
        }
        return text.getBytes(charset);
    }

    private static int endOfEscape(byte[] bytes, int at, int end) {
        int stop = at;
        while (stop < end && bytes[stop] >= 0x20 && bytes[stop] <= 0x2F) {
            stop++;
        }
        return Math.min(stop + 1, end);
    }

    /** Sets of pairs are decoded through the EUC form, where each byte has its highest bit set. */
    private static void append(StringBuilder text, byte[] bytes, int from, int to, Designation set) {
        if (!set.pairs()) {
            text.append(new String(bytes, from, to - from, set.charset()));
            return;
        }
        byte[] euc = new byte[set.supplementary() ? (to - from) + (to - from + 1) / 2 : to - from];
        for (int i = from, out = 0; i < to; i++) {
            if (set.supplementary() && (i - from) % 2 == 0) {
                euc[out++] = SINGLE_SHIFT_3;
            }
            euc[out++] = (byte) (bytes[i] | 0x80);
        }
        text.append(new String(euc, set.charset()));
    }
}
