package org.huizhen.dicom.pdu;

/** A-RELEASE-RQ: the peer wants to end in order (PS3.8 9.3.6). */
public record ReleaseRq() implements Pdu {
    static final int TYPE = 5;

    @Override
    public int type() {
        return TYPE;
    }
}
