package org.huizhen.dicom.scu;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPromise;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.huizhen.dicom.association.AssociationAbortedException;
import org.huizhen.dicom.association.AssociationException;
import org.huizhen.dicom.association.AssociationProvider;
import org.huizhen.dicom.association.AssociationRejectedException;
import org.huizhen.dicom.association.AssociationTimers;
import org.huizhen.dicom.association.AssociationUser;
import org.huizhen.dicom.association.ConnectFailedException;
import org.huizhen.dicom.association.Negotiation;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.MessageAssembler;
import org.huizhen.dicom.dimse.MessageFraming;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PduException;
import org.huizhen.dicom.pdu.Pdv;

/** The service user of one connection that we opened, on its event loop; what it learns goes into futures. */
final class ClientConnection implements AssociationUser, MessageAssembler.Consumer {
    private final AssociateRq request;
    private final Duration artim;
    private final MessageAssembler assembler = new MessageAssembler(this);
    private final Map<Integer, CompletableFuture<CommandSet>> pending = new ConcurrentHashMap<>();
    private final CompletableFuture<Negotiation> accepted = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final AtomicReference<AssociationException> ended = new AtomicReference<>();
    private AssociationProvider provider;
    private Negotiation negotiation;
    private CommandSet peerRequest;
    private int peerContext;

    ClientConnection(AssociateRq request, Duration artim) {
        this.request = request;
        this.artim = artim;
    }

    void install(Channel channel, int maxPduLength) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.handshakeFuture().addListener(done -> {
                if (!done.isSuccess()) {
                    end(new ConnectFailedException("TLS handshake failed", done.cause()));
                }
            });
        }
        // Stall and idle times watch those who connect to us; here every call has its own limit.
        AssociationTimers timers = new AssociationTimers(artim, artim, artim);
        provider = AssociationProvider.request(channel.pipeline(), request, this, maxPduLength, timers);
    }

    // From any thread

    CompletableFuture<Negotiation> acceptance() {
        return accepted;
    }

    CompletableFuture<Void> release() {
        execute(provider::release);
        return released;
    }

    void abort(AssociationException cause) {
        end(cause);
        execute(provider::abort);
    }

    /** The future of the response to a message about to be sent. */
    CompletableFuture<CommandSet> expect(int messageId) {
        CompletableFuture<CommandSet> response = new CompletableFuture<>();
        pending.put(messageId, response);
        AssociationException cause = ended.get();
        if (cause != null) {
            response.completeExceptionally(cause);
        }
        return response;
    }

    /** Writes framed data and flushes; done runs when the bytes have left or never will. */
    void send(List<ByteBuf> framed, Runnable done) {
        boolean taken = execute(() -> {
            for (ByteBuf buffer : framed.subList(0, framed.size() - 1)) {
                provider.send(buffer, provider.channel().newPromise());
            }
            ChannelPromise last = provider.channel().newPromise();
            last.addListener(sent -> done.run());
            provider.send(framed.getLast(), last);
            provider.flush();
        });
        if (!taken) {
            framed.forEach(ByteBuf::release);
            done.run();
        }
    }

    /** Throws what ended the association, if something has. */
    void requireAlive() {
        AssociationException cause = ended.get();
        if (cause != null) {
            throw cause;
        }
    }

    boolean isOver() {
        return ended.get() != null;
    }

    private boolean execute(Runnable task) {
        try {
            provider.channel().eventLoop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            end(new AssociationAbortedException("client is closed", e));
            return false;
        }
    }

    // On the event loop

    @Override
    public void accepted(AssociateAc acceptance) {
        negotiation = Negotiation.conclude(request, acceptance);
        accepted.complete(negotiation);
    }

    @Override
    public void rejected(AssociateRj rejection) {
        end(new AssociationRejectedException(rejection.result(), rejection.source(), rejection.reason()));
    }

    @Override
    public void received(Pdv value) {
        if (!negotiation.contexts().containsKey(value.contextId())) {
            value.data().release();
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "presentation context " + value.contextId() + " was not accepted");
        }
        assembler.accept(value);
    }

    @Override
    public void command(int contextId, CommandSet command) {
        if (!command.isResponse()) {
            peerRequest = command;
            peerContext = contextId;
            if (!command.hasDataSet()) {
                dataEnd();
            }
            return;
        }
        peerRequest = null;
        CompletableFuture<CommandSet> response =
                pending.remove(command.messageIdBeingRespondedTo().orElse(-1));
        if (response == null) {
            throw new PduException(AbortReason.UNEXPECTED_PDU_PARAMETER, command + " answers nothing");
        }
        response.complete(command);
    }

    @Override
    public void data(ByteBuf slice) {
        slice.release();
    }

    /** We offer no service on associations that we open. */
    @Override
    public void dataEnd() {
        if (peerRequest != null && peerRequest.messageId().isPresent()) {
            CommandSet refusal =
                    peerRequest.response(Status.UNRECOGNIZED_OPERATION).build();
            int valueLength = MessageFraming.valueLength(negotiation.maxPduLengthOfPeer());
            provider.send(
                    MessageFraming.frame(provider.channel().alloc(), refusal, peerContext, valueLength),
                    provider.channel().newPromise());
            provider.flush();
        }
        peerRequest = null;
    }

    @Override
    public void releaseRequested() {
        provider.respondRelease();
        if (!released.isDone()) {
            end(new AssociationAbortedException("peer released the association"));
        }
    }

    @Override
    public void released() {
        released.complete(null);
        end(new AssociationAbortedException("association is released"));
    }

    @Override
    public void aborted(AssociationException cause) {
        end(cause);
    }

    @Override
    public void closed() {
        end(new AssociationAbortedException("connection closed"));
    }

    @Override
    public void requested(AssociateRq received) {
        throw new IllegalStateException("a requestor gets no indication");
    }

    /** From any thread; what ended the association first is what callers are told. */
    private void end(AssociationException latest) {
        ended.compareAndSet(null, latest);
        AssociationException cause = ended.get();
        accepted.completeExceptionally(cause);
        released.completeExceptionally(cause);
        pending.values().forEach(response -> response.completeExceptionally(cause));
        pending.clear();
    }
}
