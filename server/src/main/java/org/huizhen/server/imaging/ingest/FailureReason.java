package org.huizhen.server.imaging.ingest;

/**
 * Why an instance was not stored: the Failure Reason (0008,1197) of PS3.18 annex I.2.2 and a stable slug that says more.
 */
enum FailureReason {
    NOT_DICOM(0xC000, "not-dicom"),
    TRUNCATED(0xC000, "truncated"),
    MALFORMED(0xC000, "malformed"),
    NO_UID(0xA900, "no-uid"),
    NOT_STORABLE(0x0122, "not-storable"),
    OTHER_STUDY(0xA900, "other-study"),
    TOO_LARGE(0xA700, "too-large"),
    OUT_OF_SPACE(0xA700, "out-of-space"),
    PROCESSING(0x0110, "processing-failure"),
    /** Same UID, other bytes, or somebody else's UID: kept apart, never to be sent again. */
    QUARANTINED(0x0111, "quarantined");

    private final int code;
    private final String slug;

    FailureReason(int code, String slug) {
        this.code = code;
        this.slug = slug;
    }

    int code() {
        return code;
    }

    String slug() {
        return slug;
    }
}
