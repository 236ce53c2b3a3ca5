package org.huizhen.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceSource;
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

    private record Acquired(SyntheticInstance instance) implements InstanceSource {
        @Override
        public String sopClassUid() {
            return instance.sopClassUid();
        }

        @Override
        public String sopInstanceUid() {
            return instance.sopInstanceUid();
        }

        @Override
        public String transferSyntaxUid() {
            return SyntheticInstance.TRANSFER_SYNTAX_UID;
        }

        @Override
        public long dataSetLength() {
            return (long) instance.file().length - instance.dataSetOffset();
        }

        @Override
        public ReadableByteChannel open() {
            return Channels.newChannel(new ByteArrayInputStream(
                    instance.file(), instance.dataSetOffset(), instance.file().length - instance.dataSetOffset()));
        }
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
