package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.huizhen.dicom.association.AssociationInfo;
import org.huizhen.dicom.dimse.Status;

/** Keeps what it receives in memory. */
final class CollectingSink implements InstanceSink {
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Received(AssociationInfo association, StoreRequest request, byte[] dataSet) {}

    final Map<String, Received> received = new ConcurrentHashMap<>();
    final List<Throwable> aborted = new CopyOnWriteArrayList<>();

    @Override
    public InstanceReceiver open(AssociationInfo association, StoreRequest request) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return new InstanceReceiver() {
            @Override
            public void data(ByteBuf slice) {
                try {
                    slice.readBytes(bytes, slice.readableBytes());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public CompletionStage<Status> complete() {
                received.put(request.sopInstanceUid(), new Received(association, request, bytes.toByteArray()));
                return CompletableFuture.completedStage(Status.SUCCESS);
            }

            @Override
            public void abort(Throwable cause) {
                aborted.add(cause);
            }
        };
    }
}
