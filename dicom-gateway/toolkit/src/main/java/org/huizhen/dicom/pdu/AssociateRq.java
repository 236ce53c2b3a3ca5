package org.huizhen.dicom.pdu;

import java.util.List;

/**
 * A-ASSOCIATE-RQ: sent once by who opened the connection (PS3.8 9.3.2).
 *
 * @param protocolVersion bit 0 set for version 1
 * @param calledAeTitle without padding
 * @param callingAeTitle without padding
 * @param applicationContext empty when the item was missing
 * @param contexts in the order sent
 */
public record AssociateRq(
        int protocolVersion,
        String calledAeTitle,
        String callingAeTitle,
        String applicationContext,
        List<ProposedPresentationContext> contexts,
        UserInformation userInformation)
        implements Pdu {
    public static final String DICOM_APPLICATION_CONTEXT = "1.2.840.10008.3.1.1.1";
    static final int TYPE = 1;

    public AssociateRq {
        contexts = List.copyOf(contexts);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
