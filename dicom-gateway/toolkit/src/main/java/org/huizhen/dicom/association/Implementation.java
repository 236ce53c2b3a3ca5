package org.huizhen.dicom.association;

/** How this implementation names itself (PS3.7 D.3.3.2); the same in the files it writes. */
public final class Implementation {
    /** Derived from a UUID (PS3.5 B.2), so that it needs no registered root. */
    public static final String CLASS_UID = "2.25.320985134376607728416713254751823299435";

    public static final String VERSION_NAME = "HUIZHEN_1";

    private Implementation() {}
}
