package org.huizhen.gateway.receive;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.huizhen.config.GatewaySettings;
import org.huizhen.dicom.association.AssociationInfo;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scp.InstanceReceiver;
import org.huizhen.dicom.scp.InstanceSink;
import org.huizhen.dicom.scp.StoreRequest;
import org.huizhen.gateway.spool.Description;
import org.huizhen.gateway.spool.Incoming;
import org.huizhen.gateway.spool.InstanceHeader;
import org.huizhen.gateway.spool.Origin;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolException;

/** Puts what C-STORE brings into the spool; success is answered when it is durable there. */
final class SpoolSink implements InstanceSink {
    private final Spool spool;
    private final GatewaySettings.Dicom settings;
    private final Refusals refusals;

    SpoolSink(Spool spool, GatewaySettings.Dicom settings, Refusals refusals) {
        this.spool = spool;
        this.settings = settings;
        this.refusals = refusals;
    }

    @Override
    public InstanceReceiver open(AssociationInfo association, StoreRequest request) {
        Origin origin = new Origin(
                association.callingAeTitle(),
                association.remoteAddress().getAddress().getHostAddress(),
                settings.device(association.callingAeTitle())
                        .flatMap(GatewaySettings.Device::characterSet)
                        .orElse(""));
        try {
            return new Receiver(spool.begin(), request, origin);
        } catch (SpoolException e) {
            throw refuse(origin, e);
        }
    }

    private DimseException refuse(Origin origin, SpoolException e) {
        Refusals.Reason reason = switch (e.reason()) {
            case DISK_FULL -> Refusals.Reason.DISK_FULL;
            case TOO_LARGE -> Refusals.Reason.TOO_LARGE;
            case DISK_FAILED, CLOSED -> Refusals.Reason.DISK_FAILED;
        };
        return refuse(origin, reason, Status.OUT_OF_RESOURCES, e.getMessage());
    }

    private DimseException refuse(Origin origin, Refusals.Reason reason, Status status, String message) {
        refusals.add(origin.callingAeTitle(), origin.address(), reason);
        return new DimseException(status, message);
    }

    /** One instance. The slices are kept, not copied, but for the first bytes, which are read as header. */
    private final class Receiver implements InstanceReceiver {
        private final Incoming incoming;
        private final StoreRequest request;
        private final Origin origin;
        private byte[] prefix = new byte[8 << 10];
        private int prefixLength;

        Receiver(Incoming incoming, StoreRequest request, Origin origin) {
            this.incoming = incoming;
            this.request = request;
            this.origin = origin;
        }

        @Override
        public void data(ByteBuf slice) {
            keepPrefix(slice);
            try {
                ByteBuffer[] parts = slice.nioBuffers();
                for (ByteBuffer part : parts) {
                    slice.retain();
                    incoming.append(part, slice::release);
                }
            } catch (SpoolException e) {
                incoming.discard();
                throw refuse(origin, e);
            }
        }

        private void keepPrefix(ByteBuf slice) {
            int wanted = Math.min(slice.readableBytes(), HeaderReader.PREFIX - prefixLength);
            if (wanted > 0) {
                if (prefixLength + wanted > prefix.length) {
                    prefix = Arrays.copyOf(prefix, Math.min(HeaderReader.PREFIX, 2 * (prefixLength + wanted)));
                }
                slice.getBytes(slice.readerIndex(), prefix, prefixLength, wanted);
                prefixLength += wanted;
            }
        }

        @Override
        public CompletionStage<Status> complete() {
            Optional<HeaderReader.Found> found =
                    HeaderReader.read(prefix, prefixLength, request.transferSyntaxUid(), origin.characterSet());
            boolean whole = incoming.length() <= HeaderReader.PREFIX;
            if (whole && (found.isEmpty() || !found.get().complete())) {
                incoming.discard();
                throw refuse(
                        origin,
                        Refusals.Reason.NOT_UNDERSTOOD,
                        Status.CANNOT_UNDERSTAND,
                        "no whole data set with a Study Instance UID");
            }
            String named = found.map(HeaderReader.Found::sopInstanceUid).orElse("");
            if (!named.isEmpty() && !named.equals(request.sopInstanceUid())) {
                incoming.discard();
                throw refuse(
                        origin,
                        Refusals.Reason.UID_MISMATCH,
                        Status.DATA_SET_DOES_NOT_MATCH,
                        "the SOP Instance UIDs of request and data set differ");
            }
            prefix = new byte[0];
            Description description = new Description(
                    request.sopInstanceUid(),
                    request.sopClassUid(),
                    request.transferSyntaxUid(),
                    origin,
                    found.map(HeaderReader.Found::header).orElse(InstanceHeader.UNKNOWN));
            return incoming.commit(description).handle((receipt, failure) -> {
                if (failure == null) {
                    return Status.SUCCESS; // a conflict too: it is durable, and the sender can do nothing about it
                }
                Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
                throw cause instanceof SpoolException e
                        ? refuse(origin, e)
                        : new DimseException(Status.PROCESSING_FAILURE, "the spool failed", cause);
            });
        }

        @Override
        public void abort(Throwable cause) {
            incoming.discard();
        }
    }
}
