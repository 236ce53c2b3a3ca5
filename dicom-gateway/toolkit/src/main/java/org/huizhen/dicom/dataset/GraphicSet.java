package org.huizhen.dicom.dataset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The sets that escape sequences designate (PS3.3 tables C.12-3 and C.12-4), in G0 (bytes below 80H) or G1 (bytes above A0H). */
enum GraphicSet {
    ASCII("(B", Place.G0, 1, "US-ASCII"),
    JIS_ROMAN("(J", Place.G0, 1, "JIS_X0201"),
    JIS_KATAKANA(")I", Place.G1, 1, "JIS_X0201"),
    LATIN_1("-A", Place.G1, 1, "ISO-8859-1"),
    LATIN_2("-B", Place.G1, 1, "ISO-8859-2"),
    LATIN_3("-C", Place.G1, 1, "ISO-8859-3"),
    LATIN_4("-D", Place.G1, 1, "ISO-8859-4"),
    CYRILLIC("-L", Place.G1, 1, "ISO-8859-5"),
    ARABIC("-G", Place.G1, 1, "ISO-8859-6"),
    GREEK("-F", Place.G1, 1, "ISO-8859-7"),
    HEBREW("-H", Place.G1, 1, "ISO-8859-8"),
    LATIN_5("-M", Place.G1, 1, "ISO-8859-9"),
    LATIN_9("-b", Place.G1, 1, "ISO-8859-15"),
    THAI("-T", Place.G1, 1, "TIS-620"),
    KANJI("$B", Place.G0, 2, "EUC-JP"),
    SUPPLEMENTARY_KANJI("$(D", Place.G0, 2, "EUC-JP"),
    HANGUL("$)C", Place.G1, 2, "EUC-KR"),
    HANZI("$)A", Place.G1, 2, "GB2312");

    private enum Place {
        G0,
        G1
    }

    /** What introduces a character of the supplementary set in EUC-JP. */
    private static final byte SINGLE_SHIFT_3 = (byte) 0x8F;

    private static final Map<String, GraphicSet> BY_ESCAPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(set -> set.escape, Function.identity()));

    private final String escape;
    private final boolean high;
    private final int width;
    private final Charset charset;

    GraphicSet(String escape, Place place, int width, String charset) {
        this.escape = escape;
        this.high = place == Place.G1;
        this.width = width;
        this.charset = Charset.forName(charset);
    }

    /** The sets of a term as {@link SpecificCharacterSet#normal} gives it; none where it is unknown or knows no escape sequences. */
    static List<GraphicSet> ofTerm(String term) {
        return switch (term) {
            case "", "IR6" -> List.of(ASCII);
            case "IR13" -> List.of(JIS_ROMAN, JIS_KATAKANA);
            case "IR87" -> List.of(KANJI);
            case "IR159" -> List.of(SUPPLEMENTARY_KANJI);
            case "IR149" -> List.of(ASCII, HANGUL);
            case "IR58" -> List.of(ASCII, HANZI);
            case "IR100" -> List.of(ASCII, LATIN_1);
            case "IR101" -> List.of(ASCII, LATIN_2);
            case "IR109" -> List.of(ASCII, LATIN_3);
            case "IR110" -> List.of(ASCII, LATIN_4);
            case "IR144" -> List.of(ASCII, CYRILLIC);
            case "IR127" -> List.of(ASCII, ARABIC);
            case "IR126" -> List.of(ASCII, GREEK);
            case "IR138" -> List.of(ASCII, HEBREW);
            case "IR148" -> List.of(ASCII, LATIN_5);
            case "IR203" -> List.of(ASCII, LATIN_9);
            case "IR166" -> List.of(ASCII, THAI);
            default -> List.of();
        };
    }

    /** The set that what follows ESC designates, null where there is none. */
    static GraphicSet ofEscape(String sequence) {
        return BY_ESCAPE.get(sequence);
    }

    /** What follows ESC to designate this set. */
    byte[] escape() {
        return escape.getBytes(StandardCharsets.US_ASCII);
    }

    Charset charset() {
        return charset;
    }

    /** Whether it lies in G1. */
    boolean high() {
        return high;
    }

    boolean pairs() {
        return width == 2;
    }

    /** The character's bytes, null where the set lacks it. */
    byte[] encode(String character) {
        byte[] bytes = character.getBytes(charset);
        int begin = this == SUPPLEMENTARY_KANJI ? 1 : 0;
        if (bytes.length != width + begin || (begin == 1 && bytes[0] != SINGLE_SHIFT_3)) {
            return null;
        }
        byte[] own = Arrays.copyOfRange(bytes, begin, bytes.length);
        for (byte each : own) {
            // Of EUC forms both bytes are high; what became '?' or a control character is not.
            boolean fits = high || pairs() ? (each & 0xFF) >= 0xA0 : each > 0x20 || each == ' ';
            if (!fits) {
                return null;
            }
        }
        if (pairs() && !high) {
            own[0] &= 0x7F;
            own[1] &= 0x7F;
        }
        return decode(own, 0, own.length).equals(character) ? own : null;
    }

    /** Text of bytes that all lie in this set; a byte or pair it lacks becomes U+FFFD. */
    String decode(byte[] bytes, int from, int to) {
        if (!pairs()) {
            return new String(bytes, from, to - from, charset);
        }
        boolean shifted = this == SUPPLEMENTARY_KANJI;
        byte[] euc = new byte[shifted ? (to - from) + (to - from + 1) / 2 : to - from];
        for (int i = from, out = 0; i < to; i++) {
            if (shifted && (i - from) % 2 == 0) {
                euc[out++] = SINGLE_SHIFT_3;
            }
            euc[out++] = (byte) (bytes[i] | 0x80);
        }
        return new String(euc, charset);
    }
}
