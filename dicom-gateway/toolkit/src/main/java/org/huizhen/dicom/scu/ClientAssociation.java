package org.huizhen.dicom.scu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.huizhen.dicom.association.AssociationAbortedException;
import org.huizhen.dicom.association.AssociationException;
import org.huizhen.dicom.association.AssociationTimeoutException;
import org.huizhen.dicom.association.ContextNotAcceptedException;
import org.huizhen.dicom.association.Negotiation;
import org.huizhen.dicom.association.PresentationContext;
import org.huizhen.dicom.dimse.CommandElement;
import org.huizhen.dicom.dimse.CommandField;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.MessageFraming;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.pdu.AssociateRq;

/**
 * An association that we opened. Its calls block, so they belong on virtual or other blocking threads; requests may come from several threads and are
 * sent one after the other. Interrupting a waiting call aborts the association.
 */
public final class ClientAssociation implements AutoCloseable {
    private static final String VERIFICATION = "1.2.840.10008.1.1";
    private static final String DEFLATED = "1.2.840.10008.1.2.1.99";
    private static final int MEDIUM_PRIORITY = 0;
    /** Chunks on their way to the socket while the next is read. */
    private static final int CHUNKS_IN_FLIGHT = 4;

    private final ClientConnection connection;
    private final ClientTimeouts timeouts;
    private final String remote;
    private final Semaphore sending = new Semaphore(1, true);
    private final Semaphore chunks = new Semaphore(CHUNKS_IN_FLIGHT);
    private volatile Semaphore window = new Semaphore(1);
    private volatile Negotiation negotiation;
    private Channel channel;
    private int lastMessageId;

    ClientAssociation(AssociateRq request, ClientTimeouts timeouts, String remote) {
        this.connection = new ClientConnection(request, timeouts.release());
        this.timeouts = timeouts;
        this.remote = remote;
    }

    void install(Channel connecting, int maxPduLength) {
        channel = connecting;
        connection.install(connecting, maxPduLength);
    }

    void awaitAcceptance() {
        negotiation = await(connection.acceptance(), timeouts.associate(), "answer to the association request");
        window = new Semaphore(negotiation.operations());
    }

    /**
     * C-ECHO.
     *
     * @throws AssociationException when there is no answer
     */
    public Status echo() {
        PresentationContext context = contextFor(VERIFICATION, Optional.empty());
        CompletableFuture<Status> response = request(
                context,
                messageId -> CommandSet.builder(CommandField.C_ECHO_RQ)
                        .unsignedShort(CommandElement.MESSAGE_ID, messageId)
                        .uid(CommandElement.AFFECTED_SOP_CLASS_UID, VERIFICATION)
                        .build());
        return await(response, timeouts.response(), "C-ECHO response");
    }

    /**
     * C-STORE of an instance, byte for byte as it is; only a deflated data set of odd length gets the NUL it should have ended in (PS3.5 A.5).
     *
     * @return what the peer answered; whether it is a success is for the caller to look at
     * @throws ContextNotAcceptedException when the peer does not take it in this transfer syntax; the association stays usable
     * @throws AssociationException when there is no answer
     * @throws UncheckedIOException when the data set cannot be read; the association is aborted if a part was sent already
     */
    public Status store(InstanceSource instance) {
        return await(submit(instance), timeouts.response(), "C-STORE response");
    }

    /**
     * Sends like {@link #store} and returns before the response has come, while the negotiated window has room; where it has none, waits.
     *
     * @return completed on an event loop: continue elsewhere before blocking
     */
    public CompletableFuture<Status> submit(InstanceSource instance) {
        if (instance.dataSetLength() < 1) {
            throw new IllegalArgumentException("data set of " + instance.sopInstanceUid() + " is empty");
        }
        PresentationContext context = contextFor(instance.sopClassUid(), Optional.of(instance.transferSyntaxUid()));
        try (ReadableByteChannel data = instance.open()) {
            return request(
                    context, messageId -> storeCommand(instance, messageId), Optional.of(new Body(data, instance)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + instance.sopInstanceUid(), e);
        }
    }

    private static CommandSet storeCommand(InstanceSource instance, int messageId) {
        return CommandSet.builder(CommandField.C_STORE_RQ)
                .unsignedShort(CommandElement.MESSAGE_ID, messageId)
                .unsignedShort(CommandElement.PRIORITY, MEDIUM_PRIORITY)
                .uid(CommandElement.AFFECTED_SOP_CLASS_UID, instance.sopClassUid())
                .uid(CommandElement.AFFECTED_SOP_INSTANCE_UID, instance.sopInstanceUid())
                .dataSetFollows()
                .build();
    }

    /** True when the peer accepted the SOP class in this transfer syntax. */
    public boolean accepts(String abstractSyntaxUid, String transferSyntaxUid) {
        return find(abstractSyntaxUid, Optional.of(transferSyntaxUid)).isPresent();
    }

    /** What was agreed with the peer. */
    public Negotiation negotiation() {
        return negotiation;
    }

    /** True once the association is released, aborted or lost. */
    public boolean isOver() {
        return connection.isOver();
    }

    /**
     * Ends in order.
     *
     * @throws AssociationException when the association is over already or the peer does not answer
     */
    public void release() {
        connection.requireAlive();
        await(connection.release(), timeouts.release(), "answer to the release");
    }

    /** Ends at once; may come from any thread at any time, and makes calls that wait fail. */
    public void abort() {
        connection.abort(new AssociationAbortedException("association with " + remote + " aborted by us"));
    }

    /** Releases unless it is over already; never fails. */
    @Override
    public void close() {
        if (isOver()) {
            return;
        }
        try {
            release();
        } catch (AssociationException e) {
            abort();
        }
    }

    // Sending

    /** Makes a command once its message id is known. */
    private interface Command {
        CommandSet numbered(int messageId);
    }

    /** The data set of a request. */
    private record Body(ReadableByteChannel data, InstanceSource instance) {
        DataSetSender sender(int contextId, int valueLength) {
            long length = instance.dataSetLength();
            // PS3.5 A.5: a deflated stream of odd length is followed by a NUL, which old files lack.
            int padding = instance.transferSyntaxUid().equals(DEFLATED) && length % 2 == 1 ? 1 : 0;
            return new DataSetSender(data, length, padding, contextId, valueLength);
        }
    }

    private CompletableFuture<Status> request(PresentationContext context, Command command) {
        try {
            return request(context, command, Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is read without a data set
        }
    }

    private CompletableFuture<Status> request(PresentationContext context, Command command, Optional<Body> body)
            throws IOException {
        acquire(window, "room in the window of operations");
        boolean sent = false;
        try {
            acquire(sending, "end of the request before");
            try {
                CompletableFuture<CommandSet> response = transmit(context, command, body);
                sent = true;
                return response.whenComplete((answer, failure) -> window.release())
                        .thenApply(CommandSet::status);
            } finally {
                sending.release();
            }
        } finally {
            if (!sent) {
                window.release();
            }
        }
    }

    private CompletableFuture<CommandSet> transmit(PresentationContext context, Command command, Optional<Body> body)
            throws IOException {
        connection.requireAlive();
        lastMessageId = lastMessageId % 0xFFFF + 1;
        CompletableFuture<CommandSet> response = connection.expect(lastMessageId);
        int valueLength = MessageFraming.valueLength(negotiation.maxPduLengthOfPeer());
        List<ByteBuf> next = new ArrayList<>();
        next.add(MessageFraming.frame(channel.alloc(), command.numbered(lastMessageId), context.id(), valueLength));
        boolean whole = false;
        try {
            if (body.isPresent()) {
                DataSetSender sender = body.get().sender(context.id(), valueLength);
                while (sender.hasMore()) {
                    next.add(sender.next(channel.alloc()));
                    hand(next);
                    next = new ArrayList<>();
                }
            }
            if (!next.isEmpty()) {
                hand(next);
                next = List.of();
            }
            whole = true;
        } finally {
            if (!whole) {
                next.forEach(ByteBuf::release);
                abort();
            }
        }
        return response;
    }

    /** Gives buffers to the connection, waiting while it has enough. */
    private void hand(List<ByteBuf> buffers) {
        acquire(chunks, "peer to take data");
        try {
            connection.requireAlive();
        } catch (AssociationException e) {
            chunks.release();
            throw e;
        }
        connection.send(buffers, chunks::release);
    }

    private PresentationContext contextFor(String abstractSyntax, Optional<String> transferSyntax) {
        return find(abstractSyntax, transferSyntax)
                .orElseThrow(
                        () -> new ContextNotAcceptedException(abstractSyntax, transferSyntax.orElse("any syntax")));
    }

    private Optional<PresentationContext> find(String abstractSyntax, Optional<String> transferSyntax) {
        return negotiation.contexts().values().stream()
                .filter(context -> context.abstractSyntax().equals(abstractSyntax))
                .filter(context ->
                        transferSyntax.isEmpty() || context.transferSyntax().equals(transferSyntax.get()))
                .findFirst();
    }

    // Waiting

    private void acquire(Semaphore semaphore, String what) {
        try {
            if (!semaphore.tryAcquire(timeouts.response().toNanos(), TimeUnit.NANOSECONDS)) {
                throw timedOut(timeouts.response(), what);
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private <T> T await(Future<T> future, Duration limit, String what) {
        try {
            return future.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw timedOut(limit, what);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssociationException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private AssociationTimeoutException timedOut(Duration limit, String what) {
        AssociationTimeoutException cause =
                new AssociationTimeoutException("waited " + limit + " for " + what + " from " + remote);
        connection.abort(cause);
        return cause;
    }

    private AssociationAbortedException interrupted(InterruptedException interruption) {
        Thread.currentThread().interrupt();
        AssociationAbortedException cause =
                new AssociationAbortedException("interrupted while waiting for " + remote, interruption);
        connection.abort(cause);
        return cause;
    }
}
