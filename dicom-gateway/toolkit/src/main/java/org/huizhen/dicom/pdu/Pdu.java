package org.huizhen.dicom.pdu;

/** A protocol data unit of the DICOM upper layer (PS3.8 9.3). */
public sealed interface Pdu permits AssociateRq, AssociateAc, AssociateRj, PDataTf, ReleaseRq, ReleaseRp, Abort {
    /** The PDU-type octet. */
    int type();
}
