package org.huizhen.server.signaling.room;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One logical thread: tasks run one after the other, in the order they came, on whatever thread is free. */
final class RoomThread implements Executor {
    private static final Logger LOG = LoggerFactory.getLogger(RoomThread.class);
    /** A room that is that far behind takes no more; its clients are told to try again. */
    private static final int MOST_WAITING = 10_000;

    private final Executor threads;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    RoomThread(Executor threads) {
        this.threads = threads;
    }

    @Override
    public void execute(Runnable task) {
        enqueue(task, Integer.MAX_VALUE);
    }

    /** False when too much waits already. */
    boolean offer(Runnable task) {
        return enqueue(task, MOST_WAITING);
    }

    private boolean enqueue(Runnable task, int most) {
        synchronized (waiting) {
            if (waiting.size() >= most) {
                return false;
            }
            waiting.addLast(task);
            if (running) {
                return true;
            }
            running = true;
        }
        threads.execute(this::run);
        return true;
    }

    private void run() {
        while (true) {
            Runnable task;
            synchronized (waiting) {
                task = waiting.pollFirst();
                if (task == null) {
                    running = false;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("a room's task failed", e);
            }
        }
    }
}
