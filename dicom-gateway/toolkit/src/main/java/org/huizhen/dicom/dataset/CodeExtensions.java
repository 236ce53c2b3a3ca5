package org.huizhen.dicom.dataset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Code extension by ISO 2022 escape sequences (PS3.3 table C.12-3, C.12-4; PS3.5 6.1.2.5). */
final class CodeExtensions {
    private static final int ESCAPE = 0x1B;

    /** A set that an escape sequence switches to. {@code high}: it lies in G1 (bytes above 7FH), else in G0. */
    private record Designation(Charset charset, boolean high, boolean pairs) {}

    private static final Map<String, Designation> BY_ESCAPE = Map.ofEntries(
            Map.entry("(B", new Designation(StandardCharsets.US_ASCII, false, false)),
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
            Map.entry("$(D", new Designation(Charset.forName("EUC-JP"), false, true)),
            Map.entry("$)C", new Designation(Charset.forName("EUC-KR"), true, true)),
            Map.entry("$)A", new Designation(Charset.forName("GB2312"), true, true)));

    private CodeExtensions() {}

    /** Decodes with {@code initial} for bytes above 7FH until an escape sequence says otherwise; unknown escapes are left out. */
    static String decode(byte[] bytes, int offset, int length, Charset initial) {
        StringBuilder text = new StringBuilder(length);
        Designation low = BY_ESCAPE.get("(B");
        Designation first = new Designation(initial, true, false);
        Designation high = first;
        boolean supplementary = false;
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int value = bytes[at] & 0xFF;
            if (value == ESCAPE) {
                int stop = endOfEscape(bytes, at + 1, end);
                String escape = new String(bytes, at + 1, stop - at - 1, StandardCharsets.ISO_8859_1);
                Designation next = BY_ESCAPE.get(escape);
                if (next != null && next.high()) {
                    high = next;
                } else if (next != null) {
                    low = next;
                    supplementary = escape.equals("$(D");
                }
                at = stop;
                continue;
            }
            boolean isHigh = value >= 0x80;
            int run = at + 1;
            while (run < end
                    && bytes[run] != ESCAPE
                    && (bytes[run] & 0x80) == (value & 0x80)
                    && (isHigh || !resets(bytes[run]))) {
                run++;
            }
            if (!isHigh && resets(bytes[at])) {
                // A delimiter or control character ends every designation (PS3.5 6.1.2.5.3); pairs never contain one.
                if (!low.pairs() || value < 0x20) {
                    low = BY_ESCAPE.get("(B");
                    high = value == '\\' || value < 0x20 ? first : high;
                    text.append((char) value);
                    at++;
                    continue;
                }
                run = pairRun(bytes, at, end);
            } else if (!isHigh && low.pairs()) {
                run = pairRun(bytes, at, end);
            }
            append(text, bytes, at, run, isHigh ? high : low, supplementary && !isHigh);
            at = run;
        }
        return text.toString();
    }

    /** Encodes in the first set; what it lacks is an error, since switching sets on writing is left to those who read. */
    static byte[] encode(String text, Charset charset, List<String> terms) {
        if (!charset.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("text has characters outside " + terms.getFirst());
        }
        return text.getBytes(charset);
    }

    private static boolean resets(byte value) {
        return value == '\\' || value == '^' || value == '=' || (value >= 0 && value < 0x20);
    }

    private static int pairRun(byte[] bytes, int at, int end) {
        int run = at;
        while (run < end && bytes[run] >= 0x20) {
            run++;
        }
        return Math.max(run, at + 1);
    }

    private static int endOfEscape(byte[] bytes, int at, int end) {
        int stop = at;
        while (stop < end && bytes[stop] >= 0x20 && bytes[stop] <= 0x2F) {
            stop++;
        }
        return Math.min(stop + 1, end);
    }

    private static void append(
            StringBuilder text, byte[] bytes, int from, int to, Designation set, boolean supplementary) {
        byte[] run = new byte[supplementary ? (to - from) / 2 * 3 : to - from];
        for (int i = from, out = 0; i < to && out < run.length; i++) {
            if (supplementary && (i - from) % 2 == 0) {
                run[out++] = (byte) 0x8F;
                if (out == run.length) {
                    break;
                }
            }
            run[out++] = set.pairs() ? (byte) (bytes[i] | 0x80) : bytes[i];
        }
        text.append(new String(run, set.charset()));
    }
}
