package org.huizhen.server.media.kurento;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The negotiations of one room: a few at a time, those who send before those who receive, else in the order they came. */
final class Negotiations {
    private static final Logger LOG = LoggerFactory.getLogger(Negotiations.class);

    private final Executor threads;
    private final int most;
    private final PriorityQueue<Turn> waiting =
            new PriorityQueue<>(Comparator.comparing(Turn::later).thenComparingLong(Turn::number));
    private int running;
    private long numbers;

    private record Turn(boolean later, long number, Runnable task) {}

    Negotiations(Executor threads, int most) {
        this.threads = threads;
        this.most = most;
    }

    void add(boolean sender, Runnable task) {
        synchronized (waiting) {
            waiting.add(new Turn(!sender, ++numbers, task));
            if (running >= most) {
                return;
            }
            running++;
        }
        threads.execute(this::run);
    }

    private void run() {
        while (true) {
            Turn turn;
            synchronized (waiting) {
                turn = waiting.poll();
                if (turn == null) {
                    running--;
                    return;
                }
            }
            try {
                turn.task().run();
            } catch (RuntimeException e) {
                LOG.error("a negotiation failed", e);
            }
        }
    }
}
