package org.huizhen.dicom.scp;

/**
 * How many associations a server holds at once; more are refused as transient, local limit exceeded (PS3.8 9.3.4).
 *
 * @param total over all peers
 * @param perAddress from one network address
 */
public record AssociationLimits(int total, int perAddress) {
    public static final AssociationLimits DEFAULT = new AssociationLimits(200, 64);

    public AssociationLimits {
        if (total < 1 || perAddress < 1) {
            throw new IllegalArgumentException(
                    "limits " + total + " and " + perAddress + ", expected at least one association each");
        }
    }
}
