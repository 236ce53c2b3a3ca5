package org.huizhen.dicom.association;

/** The peer refused the association (PS3.8 9.3.4). */
public final class AssociationRejectedException extends AssociationException {
    private static final long serialVersionUID = 1L;

    private final int result;
    private final int source;
    private final int reason;

    /** Result, source and reason as sent: 1 permanent or 2 transient; 1 user, 2 ACSE, 3 presentation; reason by source. */
    public AssociationRejectedException(int result, int source, int reason) {
        super("association rejected: " + words(source, reason) + " (result " + result + ", source " + source
                + ", reason " + reason + ")");
        this.result = result;
        this.source = source;
        this.reason = reason;
    }

    /** What source and reason mean (PS3.8 Table 9-21). */
    private static String words(int source, int reason) {
        return switch (source * 10 + reason) {
            case 12 -> "application context name not supported";
            case 13 -> "calling AE title not recognized";
            case 17 -> "called AE title not recognized";
            case 22 -> "protocol version not supported";
            case 31 -> "temporary congestion";
            case 32 -> "local limit exceeded";
            default -> "no reason given";
        };
    }

    /** True when the peer says that trying again later may help. */
    public boolean isTransient() {
        return result == 2;
    }

    public int result() {
        return result;
    }

    public int source() {
        return source;
    }

    public int reason() {
        return reason;
    }
}
