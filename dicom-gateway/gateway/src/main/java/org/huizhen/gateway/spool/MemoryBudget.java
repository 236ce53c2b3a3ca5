package org.huizhen.gateway.spool;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of arriving instances are held in memory over all associations. */
final class MemoryBudget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    MemoryBudget(long most) {
        this.most = most;
    }

    /** Counts the bytes as taken; false when that is more than there is. */
    boolean take(long bytes) {
        return taken.addAndGet(bytes) <= most;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
