package org.huizhen.server.database;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.huizhen.server.core.Event;
import org.jdbi.v3.core.Handle;

/**
 * One transaction in progress: the handle that SQL classes are given, the moment it began, the events it publishes.
 * Confined to the thread that runs it.
 */
public final class Transaction {
    private final Handle handle;
    private final Instant now;
    private final Outbox outbox;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean published;

    Transaction(Handle handle, Instant now, Outbox outbox) {
        this.handle = handle;
        this.now = now;
        this.outbox = outbox;
    }

    public Handle handle() {
        return handle;
    }

    /** The same instant for every row of this transaction. */
    public Instant now() {
        return now;
    }

    /** Writes the event and a delivery row per consumer; both commit with the change or not at all. */
    public void publish(Event event) {
        outbox.append(handle, event);
        published = true;
    }

    /** Runs after the commit, on this thread; for waking others, never for work that must not be lost. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        if (published) {
            outbox.wake();
        }
        afterCommit.forEach(Runnable::run);
    }
}
