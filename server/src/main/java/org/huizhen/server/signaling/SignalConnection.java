package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.signaling.message.ClientMessage;
import org.huizhen.server.signaling.message.ClientMessageReader;
import org.huizhen.server.signaling.message.ServerMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket. Fields without a note belong to its event loop; {@link #send} and {@link #leave} may be called by any
 * thread.
 */
final class SignalConnection extends SimpleChannelInboundHandler<WebSocketFrame> implements SignalSession.Outlet {
    private static final Logger LOG = LoggerFactory.getLogger(SignalConnection.class);
    /** How long a peer that was told to go may take to say so too; one that takes nothing does not answer either. */
    static final Duration LEAVE = Duration.ofSeconds(2);

    private static final int MISSED_PINGS = 3;
    /** After so many refusals for their rate in a row the socket is closed. */
    private static final int PATIENCE = 200;

    private enum State {
        /** No hello yet. */
        NEW,
        /** A hello is being checked. */
        GREETING,
        OPEN,
        CLOSED
    }

    private final SignalSettings.Limits limits;
    private final SignalSessions sessions;
    private final Doorkeeper doorkeeper;
    private final SignalMetrics metrics;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final TokenBucket rate;
    private volatile Channel channel;
    private State state = State.NEW;
    private SignalSession session;
    private int missedPings;
    private int overRate;

    SignalConnection(
            SignalSettings.Limits limits, SignalSessions sessions, Doorkeeper doorkeeper, SignalMetrics metrics) {
        this.limits = limits;
        this.sessions = sessions;
        this.doorkeeper = doorkeeper;
        this.metrics = metrics;
        this.rate = new TokenBucket(limits.messagesPerSecond(), limits.burst(), System.nanoTime());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        metrics.opened();
        channel.closeFuture().addListener(closed -> metrics.ended());
        // Counts from the connection, so that a half-done handshake does not hold a socket either.
        context.executor().schedule(this::requireHello, limits.hello().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeComplete) {
            long period = limits.ping().toMillis();
            context.executor().schedule(this::ping, period, TimeUnit.MILLISECONDS);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            parted(close);
            return;
        }
        if (!(frame instanceof TextWebSocketFrame text)) {
            refuse(new SignalException(SignalError.INVALID_REQUEST, "expected a text frame"));
            return;
        }
        metrics.received();
        long now = System.nanoTime();
        if (!rate.take(now)) {
            tooFast(rate.untilNext(now));
            return;
        }
        overRate = 0;
        try {
            handle(ClientMessageReader.read(text.text()));
        } catch (SignalException e) {
            refuse(e);
        }
    }

    /** The peer closes, or answers our close (RFC 6455 7.1.1): now nothing is on its way any more. */
    private void parted(CloseWebSocketFrame close) {
        state = State.CLOSED;
        if (leaving.compareAndSet(false, true)) {
            int code = close.statusCode();
            channel.writeAndFlush(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    private void handle(ClientMessage message) {
        if (state == State.CLOSED) {
            return;
        }
        switch (message) {
            case ClientMessage.Hello hello -> greet(hello);
            case ClientMessage.Pong ignored -> missedPings = 0;
            case ClientMessage.Ping ping -> {
                open(ping.id());
                send(ServerMessage.ok(ping.id()));
            }
            case ClientMessage.Ack ack -> {
                if (state == State.OPEN) {
                    session.acknowledge(ack.seq());
                }
            }
            case ClientMessage.Bye bye -> {
                open(bye.id());
                sessions.end(session);
                send(ServerMessage.ok(bye.id()));
                leave(CloseReason.BYE);
            }
        }
    }

    private void open(long id) {
        if (state != State.OPEN) {
            throw new SignalException(SignalError.UNAUTHENTICATED, "hello comes first").ofMessage(id);
        }
    }

    private void greet(ClientMessage.Hello hello) {
        if (state != State.NEW) {
            throw new SignalException(SignalError.INVALID_REQUEST, "hello comes once").ofMessage(hello.id());
        }
        state = State.GREETING;
        String address = Addresses.of(channel);
        doorkeeper
                .admit(hello.credential(), address)
                .whenComplete((guest, refusal) -> channel.eventLoop().execute(() -> {
                    if (refusal == null) {
                        welcome(hello, guest);
                    } else {
                        turnAway(Doorkeeper.refusal(refusal).ofMessage(hello.id()));
                    }
                }));
    }

    private void welcome(ClientMessage.Hello hello, Doorkeeper.Guest guest) {
        if (!channel.isActive() || state != State.GREETING) {
            return;
        }
        try {
            Optional<SignalSession> former = hello.resume()
                    .flatMap(resume -> sessions.find(resume, guest.person()))
                    .filter(found -> found.holdsAfter(hello.resume().get().lastSeq()));
            state = State.OPEN;
            if (former.isPresent()) {
                session = former.get();
                long last = hello.resume().get().lastSeq();
                session.resume(guest.person(), guest.audience(), this, answer(hello, true), last);
            } else {
                session = sessions.open();
                session.attach(guest.person(), guest.audience(), this, answer(hello, false));
            }
        } catch (SignalException e) {
            turnAway(e.ofMessage(hello.id()));
        }
    }

    private String answer(ClientMessage.Hello hello, boolean resumed) {
        ObjectNode ok = JsonNodeFactory.instance
                .objectNode()
                .put("session", session.id())
                .put("resumeKey", session.resumeKey())
                .put("resumed", resumed)
                .put("seq", session.seq());
        ok.putObject("limits")
                .put("messageBytes", limits.messageBytes())
                .put("messagesPerSecond", limits.messagesPerSecond())
                .put("burst", limits.burst())
                .put("pingSeconds", limits.ping().toSeconds())
                .put("resumeSeconds", limits.resume().toSeconds());
        return ServerMessage.ok(hello.id(), ok);
    }

    private void turnAway(SignalException refusal) {
        refuse(refusal);
        leave(refusal.error() == SignalError.NO_RESOURCES ? CloseReason.FULL : CloseReason.UNAUTHENTICATED);
    }

    private void tooFast(Duration wait) {
        if (++overRate > PATIENCE) {
            leave(CloseReason.TOO_MANY_REQUESTS);
        } else {
            refuse(new SignalException(
                            SignalError.TOO_MANY_REQUESTS, "at most " + limits.messagesPerSecond() + " a second")
                    .retryAfter(wait));
        }
    }

    private void refuse(SignalException refusal) {
        metrics.refused(refusal.error());
        send(ServerMessage.error(refusal));
    }

    private void requireHello() {
        if (state != State.OPEN) {
            leave(CloseReason.NO_HELLO);
        }
    }

    private void ping() {
        if (state == State.CLOSED || !channel.isActive()) {
            return;
        }
        if (state == State.OPEN) {
            if (missedPings >= MISSED_PINGS) {
                leave(CloseReason.SILENT);
                return;
            }
            missedPings++;
            send(ServerMessage.PING);
            doorkeeper.whenGone(web(), () -> {
                sessions.end(session);
                leave(CloseReason.SIGNED_OUT);
            });
        }
        channel.eventLoop().schedule(this::ping, limits.ping().toMillis(), TimeUnit.MILLISECONDS);
    }

    private SessionId web() {
        return session.person().sessionId();
    }

    @Override
    public void send(String text) {
        if (leaving.get()) {
            return;
        }
        if (waiting.incrementAndGet() > limits.queue()) {
            leave(CloseReason.SLOW_CONSUMER);
            return;
        }
        metrics.sent();
        // Always as a task: messages of several threads leave in the order in which send was called.
        channel.eventLoop()
                .execute(() -> channel.writeAndFlush(new TextWebSocketFrame(text))
                        .addListener(written -> waiting.decrementAndGet()));
    }

    @Override
    public void leave(CloseReason reason) {
        if (!leaving.compareAndSet(false, true)) {
            return;
        }
        metrics.closed(reason);
        channel.eventLoop().execute(() -> {
            state = State.CLOSED;
            if (!channel.isActive()) {
                return;
            }
            // Closed now, what the peer has just sent would turn into a reset that overtakes the close frame.
            channel.writeAndFlush(new CloseWebSocketFrame(new WebSocketCloseStatus(reason.code(), reason.text())))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            channel.eventLoop().schedule(() -> channel.close(), LEAVE.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        state = State.CLOSED;
        leaving.set(true);
        if (session != null) {
            session.detach(this, sessions.now());
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        switch (cause) {
            case TooLongFrameException ignored -> tooLarge();
            case CorruptedWebSocketFrameException ignored -> tooLarge();
            case IOException ignored -> context.close();
            default -> {
                LOG.warn("socket closed by a failure", cause);
                context.close();
            }
        }
    }

    private void tooLarge() {
        refuse(new SignalException(SignalError.TOO_LARGE, "messages have at most " + limits.messageBytes() + " bytes"));
        leave(CloseReason.TOO_LARGE);
    }
}
