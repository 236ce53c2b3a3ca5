package org.huizhen.dicom.association;

import org.huizhen.dicom.pdu.AssociateRj;

/** Why an association is refused, with result and source as PS3.8 table 9-21 pairs them. */
public enum RejectReason {
    NO_REASON(1, 1, 1),
    APPLICATION_CONTEXT_NOT_SUPPORTED(1, 1, 2),
    CALLING_AE_TITLE_NOT_RECOGNIZED(1, 1, 3),
    CALLED_AE_TITLE_NOT_RECOGNIZED(1, 1, 7),
    PROTOCOL_VERSION_NOT_SUPPORTED(1, 2, 2),
    TEMPORARY_CONGESTION(2, 3, 1),
    LOCAL_LIMIT_EXCEEDED(2, 3, 2);

    private final int result;
    private final int source;
    private final int reason;

    RejectReason(int result, int source, int reason) {
        this.result = result;
        this.source = source;
        this.reason = reason;
    }

    public AssociateRj pdu() {
        return new AssociateRj(result, source, reason);
    }
}
