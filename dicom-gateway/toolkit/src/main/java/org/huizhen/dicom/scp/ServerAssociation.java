package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.huizhen.dicom.association.AssociationAbortedException;
import org.huizhen.dicom.association.AssociationException;
import org.huizhen.dicom.association.AssociationInfo;
import org.huizhen.dicom.association.AssociationProvider;
import org.huizhen.dicom.association.AssociationUser;
import org.huizhen.dicom.association.Caller;
import org.huizhen.dicom.association.IdentityPolicy;
import org.huizhen.dicom.association.Negotiation;
import org.huizhen.dicom.association.PresentationContext;
import org.huizhen.dicom.association.RejectReason;
import org.huizhen.dicom.dimse.CommandField;
import org.huizhen.dicom.dimse.CommandSet;
import org.huizhen.dicom.dimse.DimseException;
import org.huizhen.dicom.dimse.MessageAssembler;
import org.huizhen.dicom.dimse.MessageFraming;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PduException;
import org.huizhen.dicom.pdu.Pdv;
import org.huizhen.dicom.pdu.UserInformation.UserIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service user of one connection to a {@link DicomServer}: admits, negotiates, dispatches requests, sends responses. */
final class ServerAssociation implements AssociationUser, MessageAssembler.Consumer {
    private static final Logger LOG = LoggerFactory.getLogger(ServerAssociation.class);
    private static final AtomicLong IDS = new AtomicLong();

    private final ServerSettings settings;
    private final OpenAssociations open;
    private final Channel channel;
    private final AssociationProvider provider;
    private final MessageAssembler assembler = new MessageAssembler(this);
    private final AssociationWorker worker;

    private InetSocketAddress remote;
    private Optional<AssociationInfo> info = Optional.empty();
    private Negotiation negotiation;
    private int valueLength;
    private Optional<MessageReceiver> current = Optional.empty();
    private final AtomicInteger operations = new AtomicInteger();
    private boolean paused;
    private boolean released;
    private volatile long lastActivity = System.nanoTime();

    ServerAssociation(ServerSettings settings, OpenAssociations open, Channel channel) {
        this.settings = settings;
        this.open = open;
        this.channel = channel;
        this.worker = new AssociationWorker(settings.workers(), this::drained);
        this.provider =
                AssociationProvider.accept(channel.pipeline(), this, settings.maxPduLength(), settings.timers());
    }

    @Override
    public void requested(AssociateRq request) {
        remote = (InetSocketAddress) channel.remoteAddress();
        Caller caller = new Caller(request.callingAeTitle(), request.calledAeTitle(), remote, peerCertificates());
        Optional<RejectReason> refusal = settings.admission().refusal(request, caller);
        Optional<UserIdentity> identity = request.userInformation().userIdentity();
        IdentityPolicy.Decision decision = refusal.isPresent()
                ? IdentityPolicy.Decision.REFUSED
                : settings.identity().judge(caller, identity);
        if (refusal.isEmpty() && !decision.admitted()) {
            refusal = Optional.of(RejectReason.NO_REASON);
        }
        if (refusal.isEmpty() && !open.enter(remote.getAddress())) {
            refusal = Optional.of(RejectReason.LOCAL_LIMIT_EXCEEDED);
        }
        if (refusal.isPresent()) {
            AssociateRj rejection = refusal.get().pdu();
            LOG.info("association from {} refused: {}", remote, refusal.get());
            provider.reject(refusal.get());
            settings.listener().refused(caller, rejection.result(), rejection.source(), rejection.reason());
            return;
        }
        negotiation = Negotiation.answer(
                request, settings.contexts(), settings.maxPduLength(), settings.operations(), decision.response());
        valueLength = MessageFraming.valueLength(negotiation.maxPduLengthOfPeer());
        AssociationInfo accepted = new AssociationInfo(
                IDS.incrementAndGet(),
                caller.callingAeTitle(),
                caller.calledAeTitle(),
                remote,
                caller.peerCertificates(),
                request.userInformation().implementationClassUid(),
                request.userInformation().implementationVersionName(),
                identity.flatMap(UserIdentity::name));
        info = Optional.of(accepted);
        provider.accept(negotiation.acceptance());
        settings.listener().opened(accepted);
    }

    private List<X509Certificate> peerCertificates() {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return List.of();
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    @Override
    public void received(Pdv value) {
        if (!negotiation.contexts().containsKey(value.contextId())) {
            value.data().release();
            throw new PduException(
                    AbortReason.INVALID_PDU_PARAMETER_VALUE,
                    "presentation context " + value.contextId() + " was not accepted");
        }
        lastActivity = System.nanoTime();
        assembler.accept(value);
    }

    @Override
    public void command(int contextId, CommandSet command) {
        if (command.commandField() == CommandField.C_CANCEL_RQ) {
            return; // nothing here runs long enough to be cancelled
        }
        if (command.isResponse() || command.messageId().isEmpty()) {
            throw new PduException(AbortReason.UNEXPECTED_PDU_PARAMETER, command + " is no request with a message id");
        }
        operations.incrementAndGet();
        regulate();
        PresentationContext context = negotiation.contexts().get(contextId);
        Operation operation =
                new Operation(info.orElseThrow(), context, command, worker, response -> respond(response, contextId));
        MessageReceiver receiver = begin(operation);
        if (command.hasDataSet()) {
            current = Optional.of(receiver);
        } else {
            receiver.end();
        }
    }

    private MessageReceiver begin(Operation operation) {
        try {
            return settings.service(operation.context().abstractSyntax())
                    .orElseThrow()
                    .receive(operation);
        } catch (DimseException e) {
            LOG.info("{} from {} answered {}: {}", operation.command(), remote, e.status(), e.getMessage());
            return new RefusedMessage(operation, e.status());
        }
    }

    @Override
    public void data(ByteBuf slice) {
        current.ifPresentOrElse(receiver -> receiver.data(slice), slice::release);
        regulate();
    }

    @Override
    public void dataEnd() {
        MessageReceiver receiver = current.orElseThrow();
        current = Optional.empty();
        receiver.end();
    }

    /** Called on any thread. */
    private void respond(CommandSet response, int contextId) {
        try {
            channel.eventLoop().execute(() -> send(response, contextId));
        } catch (RejectedExecutionException e) {
            LOG.debug("server stopped before {} was sent to {}", response, remote);
        }
    }

    private void send(CommandSet response, int contextId) {
        operations.decrementAndGet();
        lastActivity = System.nanoTime();
        regulate();
        provider.send(MessageFraming.frame(channel.alloc(), response, contextId, valueLength), channel.newPromise());
        provider.flush();
    }

    /** Reading goes on while neither too many bytes nor too many operations wait for us. */
    private void regulate() {
        boolean full = paused ? worker.isOverLowWater() : worker.isOverHighWater();
        boolean pause = full || (negotiation != null && operations.get() > negotiation.operations());
        if (pause != paused) {
            paused = pause;
            provider.setReading(!pause);
        }
    }

    private void drained() {
        try {
            channel.eventLoop().execute(this::regulate);
        } catch (RejectedExecutionException e) {
            LOG.trace("server stopped while {} was being served", remote);
        }
    }

    @Override
    public Expectation expectation() {
        if (paused) {
            return Expectation.OUR_WORK;
        }
        if (assembler.isInsideMessage()) {
            return Expectation.REST_OF_MESSAGE;
        }
        return operations.get() > 0 ? Expectation.OUR_WORK : Expectation.NEXT_MESSAGE;
    }

    @Override
    public void releaseRequested() {
        released = true;
        abandon(new AssociationAbortedException("association released inside a message"));
        provider.respondRelease();
    }

    @Override
    public void aborted(AssociationException cause) {
        LOG.info(
                "association {} with {} ended: {}",
                info.map(AssociationInfo::id).orElse(0L),
                remote,
                cause.getMessage());
        abandon(cause);
    }

    @Override
    public void closed() {
        abandon(new AssociationAbortedException("connection closed"));
        info.ifPresent(association -> {
            open.leave(remote.getAddress());
            settings.listener().closed(association, released);
        });
        // After all tasks, so that a closed server calls no receiver any more.
        worker.execute(() -> open.disconnect(this));
    }

    private void abandon(AssociationException cause) {
        current.ifPresent(receiver -> receiver.abort(cause));
        current = Optional.empty();
    }

    /** True when no request runs and none has come or been answered for the given time. */
    boolean isQuiet(long nanos) {
        return operations.get() == 0 && System.nanoTime() - lastActivity > nanos;
    }

    /** Aborts and closes, from any thread. */
    void terminate() {
        channel.eventLoop().execute(() -> {
            abandon(new AssociationAbortedException("server is closing"));
            provider.abort();
            disconnect();
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its end is channelInactive
    private void disconnect() {
        channel.close();
    }

    @Override
    public void accepted(AssociateAc acceptance) {
        throw new IllegalStateException("an acceptor gets no confirmation");
    }

    @Override
    public void rejected(AssociateRj rejection) {
        throw new IllegalStateException("an acceptor gets no confirmation");
    }

    @Override
    public void released() {
        provider.respondRelease();
    }
}
