package org.huizhen.dicom.pdu;

/**
 * A-ASSOCIATE-RJ (PS3.8 9.3.4).
 *
 * @param result 1 permanent, 2 transient
 * @param source 1 service user, 2 service provider (ACSE), 3 service provider (presentation)
 * @param reason its meaning depends on the source
 */
public record AssociateRj(int result, int source, int reason) implements Pdu {
    static final int TYPE = 3;

    @Override
    public int type() {
        return TYPE;
    }
}
