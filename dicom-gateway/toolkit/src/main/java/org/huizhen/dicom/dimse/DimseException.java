package org.huizhen.dicom.dimse;

/** A request that is answered with a failure status; the peer sees the status and never the message. */
public final class DimseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Status status;

    public DimseException(Status status, String message) {
        super(message);
        this.status = status;
    }

    public DimseException(Status status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    public Status status() {
        return status;
    }
}
