package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one instance from the event loop to the product's receiver; the one translator of its failures into statuses.
 *
 * <p>Slices are gathered on the event loop before they are handed over, since waking a thread costs more than what is done with one of them.
 */
final class StoreReceiver implements MessageReceiver {
    /** Enough for the slices of most instances to be handed over at once, together with the end. */
    private static final int GATHERED = 768 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(StoreReceiver.class);

    private final Operation operation;
    private final InstanceSink sink;
    private final StoreRequest request;
    private final AssociationWorker worker;

    // Touched by the event loop alone.
    private List<ByteBuf> gathered = new ArrayList<>();
    private int gatheredBytes;

    // Touched by tasks of the worker alone.
    private boolean opened;
    private Optional<InstanceReceiver> receiver = Optional.empty();
    private Status refusal = Status.SUCCESS;

    StoreReceiver(Operation operation, InstanceSink sink, StoreRequest request) {
        this.operation = operation;
        this.sink = sink;
        this.request = request;
        this.worker = operation.worker();
    }

    @Override
    public void data(ByteBuf slice) {
        gathered.add(slice);
        gatheredBytes += slice.readableBytes();
        if (gatheredBytes >= GATHERED) {
            worker.execute(takeGathered(), this::take);
        }
    }

    @Override
    public void end() {
        worker.execute(takeGathered(), slices -> {
            take(slices);
            if (receiver.isEmpty()) {
                operation.respond(refusal);
                return;
            }
            guard(() -> receiver.get().complete().whenComplete(this::answer));
            if (!refusal.isSuccess()) {
                operation.respond(refusal);
            }
        });
    }

    @Override
    public void abort(Throwable cause) {
        worker.execute(takeGathered(), slices -> {
            take(slices);
            guard(() -> receiver.ifPresent(open -> open.abort(cause)));
        });
    }

    private List<ByteBuf> takeGathered() {
        List<ByteBuf> taken = gathered;
        gathered = new ArrayList<>();
        gatheredBytes = 0;
        return taken;
    }

    private void take(List<ByteBuf> slices) {
        if (!opened) {
            opened = true;
            guard(() -> receiver = Optional.of(sink.open(operation.association(), request)));
        }
        for (ByteBuf slice : slices) {
            guard(() -> receiver.ifPresent(open -> open.data(slice)));
        }
    }

    private void answer(Status status, Throwable failure) {
        operation.respond(
                failure == null ? Objects.requireNonNullElse(status, Status.PROCESSING_FAILURE) : translate(failure));
    }

    private void guard(Runnable call) {
        if (!refusal.isSuccess()) {
            return;
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            refusal = translate(e);
            receiver = Optional.empty();
        }
    }

    private Status translate(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof DimseException refused) {
            LOG.info(
                    "C-STORE from {} answered {}: {}",
                    operation.association().callingAeTitle(),
                    refused.status(),
                    refused.getMessage());
            return refused.status();
        }
        LOG.error("C-STORE from {} failed", operation.association().callingAeTitle(), cause);
        return Status.PROCESSING_FAILURE;
    }
}
