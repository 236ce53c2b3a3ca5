package org.huizhen.dicom.scp;

import java.util.Set;

/**
 * Which SOP classes are storage: those of PS3.4 table B.5-1, the retired ones, those that are not bound to a patient (PS3.4 table GG.3-1), and every
 * private one.
 */
final class StorageSopClasses {
    private static final String DICOM_ROOT = "1.2.840.10008.";
    /** All of this arc is storage of composite instances, retired and draft classes included. */
    private static final String STORAGE_ARC = "1.2.840.10008.5.1.4.1.1.";

    /** Storage classes that were registered outside the arc (PS3.6 table A-1). */
    private static final Set<String> ELSEWHERE = Set.of(
            "1.2.840.10008.5.1.1.27",
            "1.2.840.10008.5.1.1.29",
            "1.2.840.10008.5.1.1.30",
            "1.2.840.10008.5.1.4.34.1",
            "1.2.840.10008.5.1.4.34.7",
            "1.2.840.10008.5.1.4.34.10",
            "1.2.840.10008.5.1.4.38.1",
            "1.2.840.10008.5.1.4.39.1",
            "1.2.840.10008.5.1.4.43.1",
            "1.2.840.10008.5.1.4.44.1",
            "1.2.840.10008.5.1.4.45.1");

    private StorageSopClasses() {}

    static boolean contains(String uid) {
        return uid.startsWith(STORAGE_ARC) || ELSEWHERE.contains(uid) || !uid.startsWith(DICOM_ROOT);
    }
}
