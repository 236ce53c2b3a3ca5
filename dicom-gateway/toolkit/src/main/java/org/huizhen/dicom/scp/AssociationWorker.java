package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what may block for one association, in order, on the server's threads, and says when too many bytes wait.
 *
 * <p>The event loop submits; tasks never overlap.
 */
final class AssociationWorker {
    /** Reading pauses above this many waiting bytes, enough for a disk to be kept busy meanwhile. */
    static final long HIGH_WATER = 4L * 1024 * 1024;

    static final long LOW_WATER = 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(AssociationWorker.class);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Executor threads;
    private final Runnable drained;

    /** Drained is called on one of the threads when the waiting bytes fall to {@link #LOW_WATER}. */
    AssociationWorker(Executor threads, Runnable drained) {
        this.threads = threads;
        this.drained = drained;
    }

    void execute(Runnable task) {
        tasks.add(task);
        if (unfinished.getAndIncrement() == 0) {
            threads.execute(this::run);
        }
    }

    /** Hands over bytes, which are released after the task. */
    void execute(List<ByteBuf> slices, Consumer<List<ByteBuf>> task) {
        long length = slices.stream().mapToLong(ByteBuf::readableBytes).sum();
        waitingBytes.addAndGet(length);
        execute(() -> {
            try {
                task.accept(slices);
            } finally {
                slices.forEach(ByteBuf::release);
                long left = waitingBytes.addAndGet(-length);
                if (left <= LOW_WATER && left + length > LOW_WATER) {
                    drained.run();
                }
            }
        });
    }

    boolean isOverHighWater() {
        return waitingBytes.get() > HIGH_WATER;
    }

    boolean isOverLowWater() {
        return waitingBytes.get() > LOW_WATER;
    }

    private void run() {
        do {
            Runnable task = tasks.remove();
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("association task failed", e);
            }
        } while (unfinished.decrementAndGet() != 0);
    }
}
