package org.huizhen.gateway.spool;

/** The spool cannot take or give an instance. */
public final class SpoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Less free space than configured. */
        DISK_FULL,
        /** The instance is longer than configured. */
        TOO_LARGE,
        /** The disk refused to write or to sync. */
        DISK_FAILED,
        CLOSED
    }

    private final Reason reason;

    SpoolException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    SpoolException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
