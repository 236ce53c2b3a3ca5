package org.huizhen.demo;

import java.io.IOException;
import java.util.List;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;
import org.huizhen.synthetic.Examination;
import org.huizhen.synthetic.SyntheticInstance;

/** A device of the clinic that sends what it acquires to the gateway, one association per study. */
final class Modality implements AutoCloseable {
    private final DicomClient client;
    private final RemoteAe gateway;

    Modality(String aeTitle, RemoteAe gateway) {
        this.client = DicomClient.builder().callingAeTitle(aeTitle).build();
        this.gateway = gateway;
    }

    /** @throws IOException when the gateway does not take an instance */
    void send(Examination examination) throws IOException {
        SyntheticInstance first = examination.instance(0);
        ProposedContext context =
                new ProposedContext(first.sopClassUid(), List.of(SyntheticInstance.TRANSFER_SYNTAX_UID));
        try (ClientAssociation association = client.connect(gateway, List.of(context))) {
            for (int index = 0; index < examination.scan().instances(); index++) {
                SyntheticInstance instance = index == 0 ? first : examination.instance(index);
                Status status = association.store(new Acquired(instance));
                if (!status.equals(Status.SUCCESS)) {
                    throw new IOException("the gateway answered " + status + " to " + instance.sopInstanceUid());
                }
            }
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
