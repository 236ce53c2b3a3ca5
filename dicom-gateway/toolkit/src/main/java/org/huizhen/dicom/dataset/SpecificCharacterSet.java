package org.huizhen.dicom.dataset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Specific Character Set (0008,0005; PS3.3 C.12.1.1.2): turns text values into Unicode and back. Decoding never fails: bytes that
 * the set does not have become U+FFFD, an unknown term is read as the fallback that {@link #fallback()} names.
 */
public final class SpecificCharacterSet {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final Map<String, Charset> SINGLE = Map.ofEntries(
            Map.entry("", StandardCharsets.US_ASCII),
            Map.entry("IR6", StandardCharsets.US_ASCII),
            Map.entry("IR100", StandardCharsets.ISO_8859_1),
            Map.entry("IR101", Charset.forName("ISO-8859-2")),
            Map.entry("IR109", Charset.forName("ISO-8859-3")),
            Map.entry("IR110", Charset.forName("ISO-8859-4")),
            Map.entry("IR144", Charset.forName("ISO-8859-5")),
            Map.entry("IR127", Charset.forName("ISO-8859-6")),
            Map.entry("IR126", Charset.forName("ISO-8859-7")),
            Map.entry("IR138", Charset.forName("ISO-8859-8")),
            Map.entry("IR148", Charset.forName("ISO-8859-9")),
            Map.entry("IR203", Charset.forName("ISO-8859-15")),
            Map.entry("IR166", Charset.forName("TIS-620")),
            Map.entry("IR13", Charset.forName("JIS_X0201")),
            Map.entry("IR192", StandardCharsets.UTF_8),
            Map.entry("GB18030", GB18030),
            Map.entry("GBK", Charset.forName("GBK")));

    /** What a data set without (0008,0005) has: ISO 646; bytes above 7FH, which it does not allow, are read as ISO 8859-1. */
    public static final SpecificCharacterSet DEFAULT = of();

    public static final SpecificCharacterSet UTF_8 = of("ISO_IR 192");
    public static final SpecificCharacterSet CHINESE = of("GB18030");

    private final List<String> terms;
    private final Charset charset;
    private final boolean extensions;
    private final boolean fallback;

    private SpecificCharacterSet(List<String> terms) {
        this.terms = List.copyOf(terms);
        String first = terms.isEmpty() ? "" : normal(terms.getFirst());
        Charset known = SINGLE.get(first);
        this.extensions =
                terms.size() > 1 || (!terms.isEmpty() && terms.getFirst().contains("2022"));
        this.fallback = known == null && !extensions;
        this.charset = known == null || known.equals(StandardCharsets.US_ASCII) ? StandardCharsets.ISO_8859_1 : known;
    }

    /** The set of the defined terms, in their order; unknown terms give a fallback instead of an error. */
    public static SpecificCharacterSet of(String... terms) {
        return new SpecificCharacterSet(List.of(terms));
    }

    /** The defined terms as given. */
    public List<String> terms() {
        return terms;
    }

    /** Whether the declared term is unknown, so that text is read as ISO 8859-1 and may be wrong. */
    public boolean fallback() {
        return fallback;
    }

    /** The encoded value's text; may hold several values parted by backslashes. */
    public String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public String decode(byte[] bytes, int offset, int length) {
        if (extensions) {
            return CodeExtensions.decode(bytes, offset, length, charset);
        }
        return new String(bytes, offset, length, charset);
    }

    /** The text in this set; a character that the set does not have is an error, so that no name is silently spoilt. */
    public byte[] encode(String text) {
        if (extensions) {
            return CodeExtensions.encode(text, charset, terms);
        }
        try {
            ByteBuffer encoded = (terms.isEmpty() ? StandardCharsets.US_ASCII : charset)
                    .newEncoder()
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text has characters outside " + this, e);
        }
    }

    /** Whether the set's bytes can be split at 5CH before decoding: single-byte sets and UTF-8, not GBK and GB18030. */
    boolean splitsBytes() {
        return !extensions && !charset.equals(GB18030) && !charset.name().equals("GBK");
    }

    @Override
    public String toString() {
        return terms.isEmpty() ? "default character set" : String.join("\\", terms);
    }

    // Modalities write ISO-IR 100, ISO_IR_100 and iso ir 100 for ISO_IR 100.
    static String normal(String term) {
        String upper = term.strip().toUpperCase(Locale.ROOT);
        if (upper.startsWith("ISO")) {
            String digits = upper.replaceAll("^ISO[ _-]*(2022)?[ _-]*IR[ _-]*", "");
            return digits.matches("[0-9]+") ? "IR" + digits : upper;
        }
        return switch (upper) {
            case "UTF-8", "UTF8" -> "IR192";
            case "GB2312" -> "GBK";
            default -> upper;
        };
    }
}
