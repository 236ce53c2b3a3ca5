package org.huizhen.dicom.dataset;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Code extension by ISO 2022 escape sequences (PS3.5 6.1.2.5): every value begins in the sets of the first term, and is back in them
 * before each delimiter, control character and its end.
 */
final class CodeExtensions {
    private static final int ESCAPE = 0x1B;

    private final GraphicSet initialLow;
    /** What bytes above 7FH mean at first; null where the first term has none. */
    private final GraphicSet initialHigh;
    /** Single multi-byte terms are against the rules, and written by devices that leave their escape sequence out. */
    private final GraphicSet assumedHigh;

    private final List<GraphicSet> declared;

    /** Takes normalized terms; unknown ones give no sets. */
    CodeExtensions(List<String> terms) {
        List<GraphicSet> first = GraphicSet.ofTerm(terms.getFirst());
        GraphicSet low = GraphicSet.ASCII;
        GraphicSet high = null;
        for (GraphicSet set : first) {
            low = !set.high() && !set.pairs() ? set : low;
            high = set.high() ? set : high;
        }
        initialLow = low;
        initialHigh = high != null && !high.pairs() ? high : null;
        assumedHigh = high != null ? high : GraphicSet.LATIN_1;
        LinkedHashSet<GraphicSet> sets = new LinkedHashSet<>(List.of(initialLow));
        terms.forEach(term -> sets.addAll(GraphicSet.ofTerm(term)));
        declared = List.copyOf(sets);
    }

    /**
     * Decodes; unknown escape sequences are left out. Where the first term has no characters above 7FH, those of another set go on over
     * delimiters: devices forget to repeat the sequence, and nothing else could be meant.
     */
    String decode(byte[] bytes, int offset, int length, Delimiters delimiters) {
        StringBuilder text = new StringBuilder(length);
        GraphicSet low = initialLow;
        GraphicSet high = assumedHigh;
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int value = bytes[at] & 0xFF;
            int run = at + 1;
            if (value == ESCAPE) {
                run = endOfEscape(bytes, at + 1, end);
                GraphicSet next =
                        GraphicSet.ofEscape(new String(bytes, at + 1, run - at - 1, StandardCharsets.ISO_8859_1));
                high = next != null && next.high() ? next : high;
                low = next != null && !next.high() ? next : low;
            } else if (value < 0x20) {
                text.append((char) value);
                low = initialLow;
                high = assumedHigh;
            } else if (value < 0x80 && !low.pairs() && delimiters.has(value)) {
                text.append((char) value);
                low = initialLow;
                high = value == '\\' || initialHigh != null ? assumedHigh : high;
            } else {
                boolean upper = value >= 0x80;
                GraphicSet set = upper ? high : low;
                while (run < end && continues(bytes[run], upper, set, delimiters)) {
                    run++;
                }
                text.append(set.decode(bytes, at, run));
            }
            at = run;
        }
        return text.toString();
    }

    private static boolean continues(byte value, boolean upper, GraphicSet set, Delimiters delimiters) {
        return upper ? value < 0 : value >= 0x20 && (set.pairs() || !delimiters.has(value));
    }

    private static int endOfEscape(byte[] bytes, int at, int end) {
        int stop = at;
        while (stop < end && bytes[stop] >= 0x20 && bytes[stop] <= 0x2F) {
            stop++;
        }
        return Math.min(stop + 1, end);
    }

    /**
     * Encodes, switching to another declared set where the one at hand lacks a character.
     *
     * @return the bytes, or null with {@code failedAt[0]} set to the index of a character that no declared set has
     */
    byte[] encode(String text, Delimiters delimiters, int[] failedAt) {
        Writer out = new Writer();
        int at = 0;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            boolean plain = codePoint < 0x20 || delimiters.has(codePoint);
            if (plain && codePoint != ESCAPE) {
                out.reset();
                out.bytes.write(codePoint);
            } else if (plain || !out.put(Character.toString(codePoint))) {
                failedAt[0] = at;
                return null;
            }
            at += Character.charCount(codePoint);
        }
        out.reset();
        return out.bytes.toByteArray();
    }

    /** The encoded value so far and the sets at hand. */
    private final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private GraphicSet low = initialLow;
        private GraphicSet high = initialHigh;

        /** False where no declared set has the character. */
        private boolean put(String character) {
            List<GraphicSet> candidates = new ArrayList<>(List.of(low));
            if (high != null) {
                candidates.add(high);
            }
            candidates.addAll(declared);
            for (GraphicSet set : candidates) {
                byte[] encoded = set.encode(character);
                // 5CH would part values: the yen sign of JIS X 0201 can't be written.
                if (encoded != null && (encoded.length > 1 || encoded[0] != '\\' || character.equals("\\"))) {
                    designate(set);
                    bytes.writeBytes(encoded);
                    return true;
                }
            }
            return false;
        }

        private void designate(GraphicSet set) {
            if (set != (set.high() ? high : low)) {
                bytes.write(ESCAPE);
                bytes.writeBytes(set.escape());
            }
            high = set.high() ? set : high;
            low = set.high() ? low : set;
        }

        /** Back to the sets of the first term, as readers assume them from here on. */
        private void reset() {
            designate(initialLow);
            if (initialHigh != null) {
                designate(initialHigh);
            }
            high = initialHigh;
        }
    }

    /** The characters at which a value of some representation is parted (PS3.5 6.1.2.5.3). */
    enum Delimiters {
        NAME("\\^="),
        VALUES("\\"),
        NONE("");

        private final String characters;

        Delimiters(String characters) {
            this.characters = characters;
        }

        static Delimiters of(Vr vr) {
            return vr == Vr.PN ? NAME : vr.singleValue() ? NONE : VALUES;
        }

        boolean has(int character) {
            return characters.indexOf(character) >= 0;
        }
    }
}
