package org.huizhen.dicom.association;

/** How this implementation names itself (PS3.7 D.3.3.2). */
public final class Implementation {
    /** Derived from a UUID (PS3.5 B.2), so that it needs no registered root. */
    public static final String CLASS_UID = "2.25.250281732806379486523390104529287265418";

    public static final String VERSION_NAME = "HUIZHEN_0_1";

    private Implementation() {}
}
