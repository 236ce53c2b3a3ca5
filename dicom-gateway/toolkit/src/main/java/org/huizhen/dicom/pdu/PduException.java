package org.huizhen.dicom.pdu;

/** A PDU that cannot be accepted; the peer sees the reason of the A-ABORT and never the message. */
public final class PduException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final AbortReason reason;

    public PduException(AbortReason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public AbortReason reason() {
        return reason;
    }
}
