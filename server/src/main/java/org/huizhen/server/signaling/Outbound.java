package org.huizhen.server.signaling;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.huizhen.server.signaling.message.Text;

/**
 * What waits to be written to one socket, in the order in which it was put. Any thread may put; the event loop takes all that
 * waits at once, as WebSocket frames in as few buffers as there can be: one pass through the pipeline and one system call for
 * them together.
 */
final class Outbound {
    /** A buffer that is that full is written before the next is begun. */
    private static final int FULL = 32 << 10;

    private static final int FINAL_TEXT = 0x81;
    private static final int SHORT = 125;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int LENGTH_IN_EIGHT_BYTES = 127;
    /** Of the longest header. */
    private static final int HEADER = 10;

    private static final byte[] NUMBER = "{\"seq\":".getBytes(StandardCharsets.US_ASCII);
    private static final long UNNUMBERED = -1;

    /** @param seq the number in front of a durable event, or {@link #UNNUMBERED} */
    private record Message(long seq, Text text) {}

    /** Where frames go. */
    interface Sink {
        /** @param frames to be released by whoever writes them */
        void write(ByteBuf frames, int messages);
    }

    private final Queue<Message> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unwritten = new AtomicInteger();
    private final AtomicBoolean called = new AtomicBoolean();

    /** Counts one more that is not written yet. Returns how many there are then. */
    int announce() {
        return unwritten.incrementAndGet();
    }

    void written(int messages) {
        unwritten.addAndGet(-messages);
    }

    void put(Text text) {
        put(UNNUMBERED, text);
    }

    /** As {@link #put(Text)}, with the session's number in front. */
    void put(long seq, Text text) {
        waiting.add(new Message(seq, text));
    }

    /** After {@link #put}: true when the event loop has to be called to {@link #take}. */
    boolean callFor() {
        return !waiting.isEmpty() && !called.get() && called.compareAndSet(false, true);
    }

    /** On the event loop. */
    void take(ByteBufAllocator allocator, Sink sink) {
        called.set(false); // what is put from here on calls again
        ByteBuf frames = null;
        int messages = 0;
        for (Message message = waiting.poll(); message != null; message = waiting.poll()) {
            byte[] text = message.text().utf8();
            byte[] number = message.seq() == UNNUMBERED
                    ? null
                    : Long.toString(message.seq()).getBytes(StandardCharsets.US_ASCII);
            // The number takes the place of the opening brace and is followed by a comma.
            int length = number == null ? text.length : NUMBER.length + number.length + text.length;
            if (frames == null) {
                frames = allocator.directBuffer(HEADER + length);
            }
            header(frames, length);
            if (number == null) {
                frames.writeBytes(text);
            } else {
                frames.writeBytes(NUMBER).writeBytes(number).writeByte(',').writeBytes(text, 1, text.length - 1);
            }
            messages++;
            if (frames.readableBytes() >= FULL) {
                sink.write(frames, messages);
                frames = null;
                messages = 0;
            }
        }
        if (frames != null) {
            sink.write(frames, messages);
        }
    }

    /** RFC 6455 5.2: a whole text message, not masked, as servers send it. */
    private static void header(ByteBuf frames, int length) {
        frames.writeByte(FINAL_TEXT);
        if (length <= SHORT) {
            frames.writeByte(length);
        } else if (length <= 0xFFFF) {
            frames.writeByte(LENGTH_IN_TWO_BYTES).writeShort(length);
        } else {
            frames.writeByte(LENGTH_IN_EIGHT_BYTES).writeLong(length);
        }
    }
}
