package org.huizhen.dicom.pdu;

import java.util.List;

/**
 * A-ASSOCIATE-AC: the association is established (PS3.8 9.3.3).
 *
 * @param protocolVersion bit 0 set for version 1
 * @param calledAeTitle as in the request; not tested by the receiver
 * @param callingAeTitle as in the request; not tested by the receiver
 * @param applicationContext empty when the item was missing
 * @param contexts one result for each proposed context
 */
public record AssociateAc(
        int protocolVersion,
        String calledAeTitle,
        String callingAeTitle,
        String applicationContext,
        List<PresentationContextResult> contexts,
        UserInformation userInformation)
        implements Pdu {
    static final int TYPE = 2;

    public AssociateAc {
        contexts = List.copyOf(contexts);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
