package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries one instance from the event loop to the product's receiver; the one translator of its failures into statuses. */
final class StoreReceiver implements MessageReceiver {
    private static final Logger LOG = LoggerFactory.getLogger(StoreReceiver.class);

    private final Operation operation;
    private final AssociationWorker worker;

    // Touched by tasks of the worker alone.
    private Optional<InstanceReceiver> receiver = Optional.empty();
    private Status refusal = Status.SUCCESS;

    StoreReceiver(Operation operation, InstanceSink sink, StoreRequest request) {
        this.operation = operation;
        this.worker = operation.worker();
        worker.execute(() -> guard(() -> receiver = Optional.of(sink.open(operation.association(), request))));
    }

    @Override
    public void data(ByteBuf slice) {
        worker.execute(slice, bytes -> guard(() -> receiver.ifPresent(open -> open.data(bytes))));
    }

    @Override
    public void end() {
        worker.execute(() -> {
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
        worker.execute(() -> guard(() -> receiver.ifPresent(open -> open.abort(cause))));
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
