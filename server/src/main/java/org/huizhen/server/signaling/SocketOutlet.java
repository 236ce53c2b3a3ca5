package org.huizhen.server.signaling;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.server.signaling.message.Text;

/** What goes out through one socket, until one side says goodbye. Any thread may call it. */
final class SocketOutlet implements SignalSession.Outlet {
    /** How long a peer that was told to go may take to say so too; one that takes nothing does not answer either. */
    static final Duration LEAVE = Duration.ofSeconds(2);

    private final Channel channel;
    private final int queue;
    private final SignalMetrics metrics;
    private final Outbound outbound = new Outbound();
    private final Newest newest = new Newest();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile CloseReason left;

    /** @param queue messages that may wait for the peer */
    SocketOutlet(Channel channel, int queue, SignalMetrics metrics) {
        this.channel = channel;
        this.queue = queue;
        this.metrics = metrics;
    }

    /** Nothing more is sent or heard: one side has begun to close. */
    boolean closed() {
        return closed.get();
    }

    /** Whether the server itself has closed for this reason. */
    boolean leftFor(CloseReason reason) {
        return left == reason;
    }

    @Override
    public void send(Text text) {
        if (admits()) {
            outbound.put(text);
            deliver();
        }
    }

    @Override
    public void enqueue(long seq, Text text) {
        if (admits()) {
            outbound.put(seq, text);
        }
    }

    @Override
    public void deliver() {
        if (outbound.callFor()) {
            channel.eventLoop().execute(this::write);
        }
    }

    /** Whether one more may wait for the peer; a peer that lets too many wait is left. */
    private boolean admits() {
        if (closed.get()) {
            return false;
        }
        if (outbound.announce() > queue) {
            leave(CloseReason.SLOW_CONSUMER);
            return false;
        }
        return true;
    }

    /** All that waits, in the order in which it was sent. On the event loop. */
    private void write() {
        outbound.take(channel.alloc(), (frames, messages) -> {
            metrics.sent(messages);
            channel.write(frames).addListener(written -> outbound.written(messages));
        });
        channel.flush();
    }

    @Override
    public void latest(String key, Text text) {
        if (!closed.get() && newest.put(key, text)) {
            channel.eventLoop().execute(this::writeNewest);
        }
    }

    /** The peer takes again: what was held back goes out. On the event loop. */
    void writeNewest() {
        if (channel.isWritable()) {
            newest.take(this::send);
        }
    }

    @Override
    public void leave(CloseReason reason) {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        left = reason;
        metrics.closed(reason);
        channel.eventLoop().execute(() -> {
            if (!channel.isActive()) {
                return;
            }
            write();
            // Closed now, what the peer has just sent would turn into a reset that overtakes the close frame.
            channel.writeAndFlush(new CloseWebSocketFrame(new WebSocketCloseStatus(reason.code(), reason.text())))
                    .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
            channel.eventLoop().schedule(() -> channel.close(), LEAVE.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** The peer closes, or answers our close (RFC 6455 7.1.1): now nothing is on its way any more. */
    void parted(CloseWebSocketFrame close) {
        if (closed.compareAndSet(false, true)) {
            int code = close.statusCode();
            channel.writeAndFlush(code < 0 ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    /** The socket is gone. */
    void gone() {
        closed.set(true);
    }
}
