package org.huizhen.dicom.dataset;

/** Value representations (PS3.5 6.2). */
public enum Vr {
    AE(Kind.TEXT, 1),
    AS(Kind.TEXT, 1),
    AT(Kind.INTEGER, 2),
    CS(Kind.TEXT, 1),
    DA(Kind.TEXT, 1),
    DS(Kind.TEXT, 1),
    DT(Kind.TEXT, 1),
    FD(Kind.FLOAT, 8),
    FL(Kind.FLOAT, 4),
    IS(Kind.TEXT, 1),
    LO(Kind.LOCAL_TEXT, 1),
    LT(Kind.LOCAL_TEXT, 1),
    OB(Kind.BYTES, 1),
    OD(Kind.BYTES, 8),
    OF(Kind.BYTES, 4),
    OL(Kind.BYTES, 4),
    OV(Kind.BYTES, 8),
    OW(Kind.BYTES, 2),
    PN(Kind.LOCAL_TEXT, 1),
    SH(Kind.LOCAL_TEXT, 1),
    SL(Kind.INTEGER, 4),
    SQ(Kind.SEQUENCE, 1),
    SS(Kind.INTEGER, 2),
    ST(Kind.LOCAL_TEXT, 1),
    SV(Kind.INTEGER, 8),
    TM(Kind.TEXT, 1),
    UC(Kind.LOCAL_TEXT, 1),
    UI(Kind.TEXT, 1),
    UL(Kind.INTEGER, 4),
    UN(Kind.BYTES, 1),
    UR(Kind.TEXT, 1),
    US(Kind.INTEGER, 2),
    UT(Kind.LOCAL_TEXT, 1),
    UV(Kind.INTEGER, 8);

    /** What the value bytes hold; LOCAL_TEXT is subject to Specific Character Set, TEXT is always the default repertoire. */
    public enum Kind {
        TEXT,
        LOCAL_TEXT,
        INTEGER,
        FLOAT,
        BYTES,
        SEQUENCE
    }

    private static final Vr[] BY_CODE = byCode();

    private final Kind kind;
    private final int unit;
    private final boolean longLength;

    Vr(Kind kind, int unit) {
        this.kind = kind;
        this.unit = unit;
        this.longLength = switch (name()) {
            case "OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV" -> true;
            default -> false;
        };
    }

    public Kind kind() {
        return kind;
    }

    /** The width in bytes of what swaps with the byte order: 1, 2, 4 or 8 (AT: two units of 2). */
    public int unit() {
        return unit;
    }

    /** Whether the explicit encoding has two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
    public boolean longLength() {
        return longLength;
    }

    /** Whether a value is text of any kind. */
    public boolean text() {
        return kind == Kind.TEXT || kind == Kind.LOCAL_TEXT;
    }

    /** Whether a backslash is text instead of a separator of values. */
    public boolean singleValue() {
        return this == LT || this == ST || this == UT || this == UR;
    }

    /** The byte that pads a value to an even length. */
    public byte padding() {
        return text() && this != UI ? (byte) ' ' : 0;
    }

    /** The two letters as a big-endian 16-bit number. */
    public int code() {
        return name().charAt(0) << 8 | name().charAt(1);
    }

    /** The VR of two letters as they stand in the encoding, null where there is none. */
    public static Vr ofCode(int first, int second) {
        if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
            return null;
        }
        return BY_CODE[(first - 'A') * 26 + second - 'A'];
    }

    private static Vr[] byCode() {
        Vr[] table = new Vr[26 * 26];
        for (Vr vr : values()) {
            table[(vr.name().charAt(0) - 'A') * 26 + vr.name().charAt(1) - 'A'] = vr;
        }
        return table;
    }
}
