package org.huizhen.dicom.association;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.huizhen.dicom.pdu.Abort;
import org.huizhen.dicom.pdu.AbortReason;
import org.huizhen.dicom.pdu.AssociateAc;
import org.huizhen.dicom.pdu.AssociateRj;
import org.huizhen.dicom.pdu.AssociateRq;
import org.huizhen.dicom.pdu.PDataTf;
import org.huizhen.dicom.pdu.Pdu;
import org.huizhen.dicom.pdu.PduDecoder;
import org.huizhen.dicom.pdu.PduEncoder;
import org.huizhen.dicom.pdu.PduException;
import org.huizhen.dicom.pdu.Pdv;
import org.huizhen.dicom.pdu.ReleaseRp;
import org.huizhen.dicom.pdu.ReleaseRq;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The upper layer service provider of one connection (PS3.8 9.2): turns PDUs, requests of its user and timers into events, and carries out the actions
 * of {@link TransitionTable}. All methods are called on the event loop of the connection.
 */
public final class AssociationProvider extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(AssociationProvider.class);

    /** What we ask for, on the side that opens the connection; null on the other. */
    private final AssociateRq request;

    private final AssociationUser user;
    private final Artim artim;
    private final Silence silence;
    private ChannelHandlerContext context;
    private State state = State.STA1;
    private AbortReason abortReason = AbortReason.UNEXPECTED_PDU;

    private AssociationProvider(
            AssociateRq request,
            AssociationUser user,
            PduDecoder decoder,
            AssociationTimers timers,
            LongSupplier nanoTime) {
        this.request = request;
        this.user = user;
        this.artim = new Artim(timers.artim());
        this.silence = new Silence(timers, nanoTime, () -> expectation(decoder), decoder::received, this::silent);
    }

    /** Adds codec and provider for the side that opened the connection. */
    public static AssociationProvider request(
            ChannelPipeline pipeline,
            AssociateRq request,
            AssociationUser user,
            int maxPduLength,
            AssociationTimers timers) {
        return install(pipeline, request, user, maxPduLength, timers, System::nanoTime);
    }

    /** Adds codec and provider for the side that was connected to. */
    public static AssociationProvider accept(
            ChannelPipeline pipeline, AssociationUser user, int maxPduLength, AssociationTimers timers) {
        return install(pipeline, null, user, maxPduLength, timers, System::nanoTime);
    }

    /** The request is null for the side that was connected to. */
    static AssociationProvider install(
            ChannelPipeline pipeline,
            AssociateRq request,
            AssociationUser user,
            int maxPduLength,
            AssociationTimers timers,
            LongSupplier nanoTime) {
        PduDecoder decoder = new PduDecoder(maxPduLength);
        AssociationProvider provider = new AssociationProvider(request, user, decoder, timers, nanoTime);
        pipeline.addLast("pdu-decoder", decoder);
        pipeline.addLast("pdu-encoder", new PduEncoder());
        pipeline.addLast("association", provider);
        return provider;
    }

    // What the user asks for

    public void accept(AssociateAc acceptance) {
        fire(Event.ASSOCIATE_RESPONSE_ACCEPT, acceptance);
    }

    public void reject(RejectReason reason) {
        fire(Event.ASSOCIATE_RESPONSE_REJECT, reason.pdu());
    }

    /** Sends framed P-DATA-TF; the promise fails where the association does not take data any more. */
    public void send(ByteBuf framed, ChannelPromise promise) {
        if (TransitionTable.find(state, Event.DATA_REQUEST).isEmpty()) {
            framed.release();
            promise.tryFailure(new AssociationAbortedException("association takes no data in " + state));
            return;
        }
        fire(Event.DATA_REQUEST, new DataRequest(framed, promise));
    }

    /** Pushes out what {@link #send} wrote. */
    public void flush() {
        context.flush();
    }

    public void release() {
        fire(Event.RELEASE_REQUEST, null);
    }

    public void respondRelease() {
        fire(Event.RELEASE_RESPONSE, null);
    }

    /** A-ABORT request; does nothing once the association is over. */
    public void abort() {
        fire(Event.ABORT_REQUEST, null);
    }

    /** Stops or resumes reading from the connection. */
    public void setReading(boolean reading) {
        channel().config().setAutoRead(reading);
    }

    public Channel channel() {
        return context.channel();
    }

    public boolean isEstablished() {
        return state == State.STA6;
    }

    // What happens on the connection

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        if (request != null) {
            fire(Event.ASSOCIATE_REQUEST, null);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        fire(request == null ? Event.TRANSPORT_INDICATION : Event.TRANSPORT_CONFIRMATION, null);
        active.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object message) {
        switch ((Pdu) message) {
            case AssociateRq rq -> fire(Event.ASSOCIATE_RQ_RECEIVED, rq);
            case AssociateAc ac -> fire(Event.ASSOCIATE_AC_RECEIVED, ac);
            case AssociateRj rj -> fire(Event.ASSOCIATE_RJ_RECEIVED, rj);
            case PDataTf data -> receive(data);
            case ReleaseRq rq -> fire(Event.RELEASE_RQ_RECEIVED, null);
            case ReleaseRp rp -> fire(Event.RELEASE_RP_RECEIVED, null);
            case Abort abort -> fire(Event.ABORT_RECEIVED, abort);
        }
    }

    private void receive(PDataTf data) {
        if (state == State.STA6 || state == State.STA7) {
            fire(Event.DATA_RECEIVED, data);
            return;
        }
        data.values().forEach(value -> value.data().release());
        fire(Event.DATA_RECEIVED, null);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        silence.broken();
        reading.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        user.writabilityChanged(changed.channel().isWritable());
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        if (state != State.STA1) {
            fire(Event.TRANSPORT_CLOSED, null);
        }
        artim.stop();
        silence.stop();
        user.closed();
    }

    /** The one translator of failures into what the peer sees. */
    @Override
    public void exceptionCaught(ChannelHandlerContext failed, Throwable cause) {
        if (cause instanceof PduException refused) {
            LOG.debug("{} refused: {}", failed.channel().remoteAddress(), refused.getMessage());
            refuse(refused.reason());
        } else if (cause instanceof IOException) {
            LOG.debug("{} lost: {}", failed.channel().remoteAddress(), cause.toString());
            disconnect();
        } else if (cause instanceof DecoderException) {
            LOG.info("{} failed in TLS: {}", failed.channel().remoteAddress(), cause.getMessage());
            disconnect();
        } else {
            LOG.error("association with {} failed", failed.channel().remoteAddress(), cause);
            refuse(AbortReason.NOT_SPECIFIED);
        }
    }

    private AssociationUser.Expectation expectation(PduDecoder decoder) {
        AssociationUser.Expectation expectation = user.expectation();
        return expectation == AssociationUser.Expectation.NEXT_MESSAGE && decoder.isInsidePdu()
                ? AssociationUser.Expectation.REST_OF_MESSAGE
                : expectation;
    }

    private void silent(Duration limit) {
        if (state == State.STA6) {
            abort();
            user.aborted(new AssociationAbortedException("peer was silent for " + limit));
        }
    }

    private void refuse(AbortReason reason) {
        abortReason = reason;
        fire(Event.INVALID_PDU_RECEIVED, null);
    }

    // The machine

    private record DataRequest(ByteBuf framed, ChannelPromise promise) {}

    private void fire(Event event, Object payload) {
        Optional<Action> found = TransitionTable.find(state, event);
        if (found.isEmpty()) {
            LOG.trace("{} has no meaning in {}", event, state);
            return;
        }
        Action action = found.get();
        // Most actions call the user, who may fire the next event at once: the state must be the new one by then.
        state = takesAlternative(action, payload) ? action.alternative() : action.next();
        perform(action, payload);
    }

    private boolean takesAlternative(Action action, Object payload) {
        return switch (action) {
            case AE_6 -> !isAcceptable((AssociateRq) payload);
            case AR_8 -> request == null;
            default -> false;
        };
    }

    private void perform(Action action, Object payload) {
        switch (action) {
            case AE_1 -> {} // whoever installs the provider connects
            case AE_2 -> write(request);
            case AE_3 -> user.accepted((AssociateAc) payload);
            case AE_4 -> {
                user.rejected((AssociateRj) payload);
                disconnect();
            }
            case AE_5 -> artim.start();
            case AE_6 -> {
                artim.stop();
                if (state == State.STA3) {
                    user.requested((AssociateRq) payload);
                } else {
                    write(RejectReason.PROTOCOL_VERSION_NOT_SUPPORTED.pdu());
                    awaitClose();
                }
            }
            case AE_7 -> {
                write((AssociateAc) payload);
                silence.watch(context.executor());
            }
            case AE_8 -> {
                write((AssociateRj) payload);
                awaitClose();
            }
            case DT_1, AR_7 -> {
                DataRequest data = (DataRequest) payload;
                transmit(data);
            }
            case DT_2, AR_6 -> ((PDataTf) payload).values().forEach(this::indicate);
            case AR_1 -> write(new ReleaseRq());
            case AR_2, AR_8 -> user.releaseRequested();
            case AR_3 -> {
                user.released();
                disconnect();
            }
            case AR_4 -> {
                write(new ReleaseRp());
                awaitClose();
            }
            case AR_5, AA_5 -> artim.stop();
            case AR_9 -> write(new ReleaseRp());
            case AR_10 -> user.released();
            case AA_1 -> {
                write(Abort.byUser());
                awaitClose();
            }
            case AA_2 -> {
                artim.stop();
                disconnect();
            }
            case AA_3 -> {
                Abort abort = (Abort) payload;
                user.aborted(new AssociationAbortedException(
                        "peer aborted the association: source " + abort.source() + ", reason " + abort.reason()));
                disconnect();
            }
            case AA_4 -> user.aborted(new AssociationAbortedException("connection lost"));
            case AA_6 -> {} // the PDU is ignored
            case AA_7 -> write(Abort.byProvider(abortReason));
            case AA_8 -> {
                write(Abort.byProvider(abortReason));
                awaitClose();
                user.aborted(
                        new AssociationAbortedException("association aborted for a fault of the peer: " + abortReason));
            }
        }
    }

    private void indicate(Pdv value) {
        if (state == State.STA6 || state == State.STA7) {
            user.received(value);
        } else {
            value.data().release();
        }
    }

    private void write(Pdu pdu) {
        context.writeAndFlush(pdu).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the promise tells the user
    private void transmit(DataRequest data) {
        context.write(data.framed(), data.promise());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its end is channelInactive
    private void disconnect() {
        context.close();
    }

    private void awaitClose() {
        artim.start();
        setReading(true);
    }

    /** Only version 1 exists; other bits are for versions to come (PS3.8 table 9-11). */
    private static boolean isAcceptable(AssociateRq rq) {
        return (rq.protocolVersion() & 1) != 0;
    }

    /** The association request, rejection, release and abort timer (PS3.8 9.1.5). */
    private final class Artim extends Countdown {
        private final Duration limit;

        private Artim(Duration limit) {
            this.limit = limit;
        }

        void start() {
            start(context.executor(), limit);
        }

        @Override
        void expired() {
            fire(Event.ARTIM_EXPIRED, null);
        }
    }
}
