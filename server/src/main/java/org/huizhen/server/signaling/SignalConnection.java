package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.signaling.message.ClientMessageReader;
import org.huizhen.server.signaling.message.Incoming;
import org.huizhen.server.signaling.message.RoomMessage;
import org.huizhen.server.signaling.message.ServerMessage;
import org.huizhen.server.signaling.message.SessionMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes in through one socket. All but {@link #leave} happens on its event loop; {@link SocketOutlet} takes what goes out. */
final class SignalConnection extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(SignalConnection.class);
    private static final int MISSED_PINGS = 3;
    /** After so many refusals for their rate in a row the socket is closed. */
    private static final int PATIENCE = 200;

    private static final int FLEETING_PER_SECOND = 20;

    private enum State {
        /** No hello yet. */
        NEW,
        /** A hello is being checked. */
        GREETING,
        OPEN
    }

    private final SignalSettings.Limits limits;
    private final SignalSessions sessions;
    private final Doorkeeper doorkeeper;
    private final Switchboard switchboard;
    private final Membership members;
    private final SignalMetrics metrics;
    private final TokenBucket rate;
    private final TokenBucket fleetingRate;
    private Channel channel;
    private volatile SocketOutlet outlet;
    private Duration sincePing = Duration.ZERO;
    private State state = State.NEW;
    private SignalSession session;
    private int missedPings;
    private int overRate;

    SignalConnection(
            SignalSettings.Limits limits,
            SignalSessions sessions,
            Doorkeeper doorkeeper,
            Switchboard switchboard,
            Membership members,
            SignalMetrics metrics) {
        this.limits = limits;
        this.sessions = sessions;
        this.doorkeeper = doorkeeper;
        this.members = members;
        this.metrics = metrics;
        this.switchboard = switchboard;
        this.rate = new TokenBucket(limits.messagesPerSecond(), limits.burst(), System.nanoTime());
        this.fleetingRate = new TokenBucket(FLEETING_PER_SECOND, FLEETING_PER_SECOND, System.nanoTime());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        outlet = new SocketOutlet(channel, limits.queue(), metrics);
        metrics.opened();
        // Counts from the connection, so that a half-done handshake does not hold a socket either.
        context.executor().schedule(this::requireHello, limits.hello().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** After the session has been told that it has no socket. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        metrics.ended();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HandshakeComplete) {
            context.executor().schedule(this::beat, limits.roomPing().toMillis(), TimeUnit.MILLISECONDS);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            outlet.parted(close);
            return;
        }
        if (!(frame instanceof TextWebSocketFrame text)) {
            refuse(new SignalException(SignalError.INVALID_REQUEST, "expected a text frame"));
            return;
        }
        metrics.received();
        if (outlet.closed()) {
            return;
        }
        long now = System.nanoTime();
        if (!rate.take(now)) {
            tooFast(rate.untilNext(now));
            return;
        }
        overRate = 0;
        try {
            Incoming incoming = ClientMessageReader.read(text.text());
            if (incoming.message() instanceof SessionMessage message) {
                handle(message, incoming.id().orElse(0));
            } else if (fleeting(incoming) && !fleetingRate.take(now)) {
                metrics.dropped();
            } else {
                open(incoming.id());
                switchboard.handle(session, incoming);
            }
        } catch (SignalException e) {
            refuse(e);
        }
    }

    private void handle(SessionMessage message, long id) {
        switch (message) {
            case SessionMessage.Hello hello -> greet(id, hello);
            case SessionMessage.Pong ignored -> missedPings = 0;
            case SessionMessage.Ping ignored -> {
                open(OptionalLong.of(id));
                outlet.send(ServerMessage.ok(id));
            }
            case SessionMessage.Ack ack -> {
                if (state == State.OPEN) {
                    session.acknowledge(ack.seq());
                }
            }
            case SessionMessage.Bye ignored -> {
                open(OptionalLong.of(id));
                switchboard.end(session, "left");
                outlet.send(ServerMessage.ok(id));
                outlet.leave(CloseReason.BYE);
            }
        }
    }

    /** What shows where somebody points or looks: no answer, the newest wins. */
    private static boolean fleeting(Incoming incoming) {
        return incoming.id().isEmpty() && incoming.message() instanceof RoomMessage;
    }

    private void open(OptionalLong id) {
        if (state != State.OPEN) {
            SignalException refusal = new SignalException(SignalError.UNAUTHENTICATED, "hello comes first");
            throw id.isPresent() ? refusal.ofMessage(id.getAsLong()) : refusal;
        }
    }

    private void greet(long id, SessionMessage.Hello hello) {
        if (state != State.NEW) {
            throw new SignalException(SignalError.INVALID_REQUEST, "hello comes once").ofMessage(id);
        }
        state = State.GREETING;
        String address = Addresses.of(channel);
        doorkeeper
                .admit(hello.credential(), address)
                .whenComplete((guest, refusal) -> channel.eventLoop().execute(() -> {
                    if (refusal == null) {
                        welcome(id, hello, guest);
                    } else {
                        turnAway(Doorkeeper.refusal(refusal).ofMessage(id));
                    }
                }));
    }

    private void welcome(long id, SessionMessage.Hello hello, Doorkeeper.Guest guest) {
        if (!channel.isActive() || outlet.closed() || state != State.GREETING) {
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
                session.resume(guest.person(), guest.audience(), outlet, answer(id, true), last);
                switchboard.back(session);
            } else {
                session = sessions.open(guest.person());
                session.attach(guest.person(), guest.audience(), outlet, answer(id, false));
                switchboard.came(session);
            }
        } catch (SignalException e) {
            turnAway(e.ofMessage(id));
        }
    }

    private Text answer(long id, boolean resumed) {
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
                .put("sdpBytes", limits.frameBytes())
                .put("pingSeconds", limits.ping().toSeconds())
                .put("roomPingSeconds", limits.roomPing().toSeconds())
                .put("resumeSeconds", limits.resume().toSeconds());
        if (members.several()) {
            ArrayNode nodes = ok.putArray("nodes");
            members.living().forEach(node -> nodes.add(node.url()));
        }
        return ServerMessage.ok(id, ok);
    }

    private void turnAway(SignalException refusal) {
        refuse(refusal);
        outlet.leave(refusal.error() == SignalError.NO_RESOURCES ? CloseReason.FULL : CloseReason.UNAUTHENTICATED);
    }

    private void tooFast(Duration wait) {
        if (++overRate > PATIENCE) {
            outlet.leave(CloseReason.TOO_MANY_REQUESTS);
        } else {
            refuse(new SignalException(
                            SignalError.TOO_MANY_REQUESTS, "at most " + limits.messagesPerSecond() + " a second")
                    .retryAfter(wait));
        }
    }

    private void refuse(SignalException refusal) {
        metrics.refused(refusal.error());
        outlet.send(ServerMessage.error(refusal));
    }

    private void requireHello() {
        if (state != State.OPEN) {
            outlet.leave(CloseReason.NO_HELLO);
        }
    }

    /** In a room the server pings at every beat, outside less often. */
    private void beat() {
        if (outlet.closed() || !channel.isActive()) {
            return;
        }
        sincePing = sincePing.plus(limits.roomPing());
        if (state == State.OPEN && (session.inRoom() || sincePing.compareTo(limits.ping()) >= 0)) {
            sincePing = Duration.ZERO;
            ping();
        }
        channel.eventLoop().schedule(this::beat, limits.roomPing().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ping() {
        if (missedPings >= MISSED_PINGS) {
            outlet.leave(CloseReason.SILENT);
            return;
        }
        missedPings++;
        outlet.send(ServerMessage.PING);
        doorkeeper.whenGone(web(), () -> {
            switchboard.end(session, "left");
            outlet.leave(CloseReason.SIGNED_OUT);
        });
    }

    private SessionId web() {
        return session.person().sessionId();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outlet.writeNewest();
        context.fireChannelWritabilityChanged();
    }

    /** Closes from the server's side; for any thread. */
    void leave(CloseReason reason) {
        outlet.leave(reason);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        outlet.gone();
        if (session != null) {
            Instant now = sessions.now();
            if (session.detach(outlet, now)) {
                // Whoever has been silent for three pings is away already.
                switchboard.lost(session, outlet.leftFor(CloseReason.SILENT) ? now.minus(limits.resume()) : now);
            }
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
        refuse(new SignalException(SignalError.TOO_LARGE, "messages have at most " + limits.frameBytes() + " bytes"));
        outlet.leave(CloseReason.TOO_LARGE);
    }
}
