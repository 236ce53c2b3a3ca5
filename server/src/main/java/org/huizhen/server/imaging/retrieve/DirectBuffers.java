package org.huizhen.server.imaging.retrieve;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Direct buffers used again and again: making one costs more than filling it, and only the collector gives it back. For any
 * number of threads.
 */
final class DirectBuffers {
    private static final int SIZE = 512 << 10;
    private static final int MOST_KEPT = 32;

    private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(MOST_KEPT);

    ByteBuffer take() {
        ByteBuffer buffer = free.poll();
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(SIZE);
    }

    /** Only after all of it has been written: never after a failed write, which may still look at it. */
    void giveBack(ByteBuffer buffer) {
        free.offer(buffer);
    }
}
