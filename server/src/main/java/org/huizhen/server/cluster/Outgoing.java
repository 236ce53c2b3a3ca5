package org.huizhen.server.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;
import org.huizhen.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be told to other nodes: handed over without blocking, sent in order by one thread, many a transaction.
 * What the database does not take for long is dropped; the numbers show it to those who listen.
 */
final class Outgoing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);
    private static final int MOST = 10_000;
    private static final int BATCH = 100;
    /** What is older says nothing that matters any more. */
    private static final Duration STALE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(500);

    private record Waiting(long since, String text) {}

    private final Database database;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>(MOST);
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private long numbered;
    private volatile boolean closed;

    Outgoing(Database database) {
        this.database = database;
        this.thread = Thread.ofVirtual().name("cluster-send").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** @param text of its number */
    synchronized void offer(LongFunction<String> text) {
        if (!queue.offer(new Waiting(System.nanoTime(), text.apply(++numbered)))) {
            dropped.incrementAndGet();
        }
    }

    long sent() {
        return sent.get();
    }

    long dropped() {
        return dropped.get();
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>(BATCH);
        try {
            while (!closed || !queue.isEmpty()) {
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    deliver(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(List<Waiting> batch) {
        while (!batch.isEmpty()) {
            try {
                database.run(transaction ->
                        Wire.send(transaction, batch.stream().map(Waiting::text).toList()));
                sent.addAndGet(batch.size());
                return;
            } catch (RuntimeException e) {
                LOG.warn("other nodes cannot be told: {}", e.toString());
                if (closed) {
                    return;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
                long oldest = System.nanoTime() - STALE.toNanos();
                int before = batch.size();
                batch.removeIf(waiting -> waiting.since() - oldest < 0);
                dropped.addAndGet(before - batch.size());
            }
        }
    }

    /** Sends what waits, within seconds. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(3_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
