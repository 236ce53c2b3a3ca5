package org.huizhen.dicom.pdu;

/** A-RELEASE-RP: the association is over; the requestor closes the connection (PS3.8 9.3.7). */
public record ReleaseRp() implements Pdu {
    static final int TYPE = 6;

    @Override
    public int type() {
        return TYPE;
    }
}
