package org.huizhen.server.database;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.huizhen.server.core.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One consumer's thread: drains what is due, then sleeps until woken, at most a second. */
final class OutboxConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxConsumer.class);

    private final Outbox outbox;
    private final Database database;
    private final String name;
    private final Set<String> types;
    private final Outbox.Listener listener;
    private final Semaphore signal = new Semaphore(0);
    private volatile Thread thread;
    private volatile boolean stopping;

    OutboxConsumer(Outbox outbox, Database database, String name, Set<String> types, Outbox.Listener listener) {
        this.outbox = outbox;
        this.database = database;
        this.name = name;
        this.types = Set.copyOf(types);
        this.listener = listener;
    }

    String name() {
        return name;
    }

    boolean wants(String type) {
        return types.contains(type);
    }

    void wake() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    void start() {
        thread = Thread.ofVirtual().name("outbox-" + name).start(this::run);
    }

    @SuppressWarnings("CatchingUnchecked") // the boundary of this thread: whatever fails, later events must go on
    private void run() {
        while (!stopping) {
            try {
                boolean more = deliverOne();
                if (!more && signal.tryAcquire(1, TimeUnit.SECONDS)) {
                    signal.drainPermits();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("consumer {} cannot reach its events, trying again", name, e);
                pause();
            }
        }
    }

    private boolean deliverOne() {
        UUID[] current = new UUID[1];
        try {
            return database.write(transaction -> {
                Event event = outbox.claim(transaction, name).orElse(null);
                if (event == null) {
                    return false;
                }
                current[0] = event.id();
                listener.on(transaction, event);
                outbox.delivered(transaction, name, event.id());
                return true;
            });
        } catch (RuntimeException e) {
            if (current[0] == null) {
                throw e;
            }
            LOG.warn("consumer {} failed on event {}, put off", name, current[0], e);
            database.run(transaction ->
                    outbox.postpone(transaction, name, current[0], e.getClass().getSimpleName()));
            return true;
        }
    }

    private void pause() {
        try {
            signal.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    @Override
    public void close() {
        stopping = true;
        wake();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
