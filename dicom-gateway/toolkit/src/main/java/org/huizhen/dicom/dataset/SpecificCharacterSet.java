package org.huizhen.dicom.dataset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.huizhen.dicom.dataset.CodeExtensions.Delimiters;

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

    /** Multi-byte sets without code extension: they stand alone, whatever else is declared (PS3.3 C.12.1.1.2). */
    private static final Set<String> ALONE = Set.of("IR192", "GB18030", "GBK");

    private final List<String> terms;
    private final Charset charset;
    private final CodeExtensions extensions;
    private final boolean fallback;

    private SpecificCharacterSet(List<String> terms) {
        this.terms = List.copyOf(terms);
        List<String> normal = terms.stream().map(SpecificCharacterSet::normal).toList();
        String first = normal.isEmpty() ? "" : normal.getFirst();
        boolean extended =
                terms.size() > 1 || (!terms.isEmpty() && terms.getFirst().contains("2022"));
        Charset known = SINGLE.get(first);
        this.extensions = extended && !ALONE.contains(first) ? new CodeExtensions(normal) : null;
        this.fallback = extensions == null
                ? known == null
                : normal.stream().anyMatch(term -> GraphicSet.ofTerm(term).isEmpty());
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

    /** Whether a declared term is unknown or may not stand where it does, so that some text may be read wrongly. */
    public boolean fallback() {
        return fallback;
    }

    /** The encoded name's text; may hold several values parted by backslashes. */
    public String decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public String decode(byte[] bytes, int offset, int length) {
        return decode(bytes, offset, length, Delimiters.NAME);
    }

    String decode(byte[] bytes, int offset, int length, Delimiters delimiters) {
        if (extensions != null) {
            return extensions.decode(bytes, offset, length, delimiters);
        }
        return new String(bytes, offset, length, charset);
    }

    /**
     * The text in this set, with escape sequences where several sets are declared.
     *
     * @throws UnencodableTextException for a character that the set does not have, so that no name is silently spoilt
     */
    public byte[] encode(String text) {
        return encode(text, Delimiters.NAME);
    }

    byte[] encode(String text, Delimiters delimiters) {
        if (extensions != null) {
            int[] failedAt = new int[1];
            byte[] bytes = extensions.encode(text, delimiters, failedAt);
            if (bytes == null) {
                throw new UnencodableTextException(this, failedAt[0]);
            }
            return bytes;
        }
        boolean ascii = terms.isEmpty() || SINGLE.get(normal(terms.getFirst())) == StandardCharsets.US_ASCII;
        CharsetEncoder encoder = (ascii ? StandardCharsets.US_ASCII : charset)
                .newEncoder()
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .onMalformedInput(CodingErrorAction.REPORT);
        CharBuffer from = CharBuffer.wrap(text);
        ByteBuffer to = ByteBuffer.allocate((int) Math.ceil(text.length() * (double) encoder.maxBytesPerChar()));
        if (encoder.encode(from, to, true).isError()) {
            throw new UnencodableTextException(this, from.position());
        }
        // JIS X 0201 has the yen sign where the backslash parts values.
        int yen = charset.equals(GraphicSet.JIS_ROMAN.charset()) ? text.indexOf('\u00A5') : -1;
        if (yen >= 0) {
            throw new UnencodableTextException(this, yen);
        }
        return Arrays.copyOf(to.array(), to.position());
    }

    /** Whether {@link #encode(String)} will do. */
    public boolean canEncode(String text) {
        try {
            encode(text);
            return true;
        } catch (UnencodableTextException e) {
            return false;
        }
    }

    /** Whether the set's bytes can be split at 5CH before decoding: single-byte sets and UTF-8, not GBK and GB18030. */
    boolean splitsBytes() {
        return extensions == null && !charset.equals(GB18030) && !charset.name().equals("GBK");
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
