package org.huizhen.dicom.scp;

import org.huizhen.dicom.association.AssociationInfo;

/** Where received instances go: the port of {@link StoreScp}. */
@FunctionalInterface
public interface InstanceSink {
    /**
     * Begins one instance.
     *
     * <p>Runs on a thread that may block; the peer is slowed down meanwhile.
     *
     * @throws org.huizhen.dicom.dimse.DimseException to refuse the instance: its status is answered once the peer has sent the data set, which is thrown away
     */
    InstanceReceiver open(AssociationInfo association, StoreRequest request);
}
