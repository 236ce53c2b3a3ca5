package org.huizhen.server.reading;

/** What happened to a reading request: the outbox type and the audit action. */
enum RequestEvent {
    FILED("filed", "file"),
    SUBMITTED("submitted", "submit"),
    CLAIMED("claimed", "claim"),
    RELEASED("released", "release"),
    EXPIRED("expired", "expire"),
    TAKEN_OVER("takenOver", "takeOver"),
    PRELIMINARY("preliminary", "preliminary"),
    WRITTEN("written", "write"),
    FINAL("final", "approve"),
    SENT_BACK("sentBack", "sendBack"),
    RETURNED("returned", "return"),
    RESUBMITTED("resubmitted", "resubmit"),
    CANCELLED("cancelled", "cancel"),
    AMENDING("amending", "amend"),
    AMENDMENT_WITHDRAWN("amendmentWithdrawn", "withdrawAmendment"),
    VOIDED("voided", "void"),
    /** The target has been missed: the next reader is called. */
    OVERDUE("overdue", "overdue"),
    /** Missed for longer: the head of the center is called. */
    OVERDUE_AT_HEAD("overdueAtHead", "overdueAtHead"),
    /** A preliminary report has stayed unreviewed. */
    PRELIMINARY_OVERDUE("preliminaryOverdue", "preliminaryOverdue"),
    /** Images came after the signature. */
    REOPENED("reopened", "reopen"),
    /** A reader has looked at them and the report stands. */
    LATE_IMAGES_SEEN("lateImagesSeen", "lateImagesSeen"),
    /** The study grew: its clock, modality or body part changed. */
    UPDATED("updated", "update");

    private final String type;
    private final String action;

    RequestEvent(String type, String action) {
        this.type = "readingRequest." + type;
        this.action = "reading." + action;
    }

    String type() {
        return type;
    }

    String action() {
        return action;
    }
}
