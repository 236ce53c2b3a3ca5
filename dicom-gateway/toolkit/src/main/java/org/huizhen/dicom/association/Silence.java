package org.huizhen.dicom.association;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Notices that the peer of an established association has gone quiet. */
final class Silence extends Countdown {
    private final AssociationTimers timers;
    private final LongSupplier nanoTime;
    private final Supplier<AssociationUser.Expectation> expectation;
    private final Consumer<Duration> silent;
    private EventExecutor executor;
    private long lastHeard;

    Silence(
            AssociationTimers timers,
            LongSupplier nanoTime,
            Supplier<AssociationUser.Expectation> expectation,
            Consumer<Duration> silent) {
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.expectation = expectation;
        this.silent = silent;
    }

    void watch(EventExecutor chosen) {
        executor = chosen;
        lastHeard = nanoTime.getAsLong();
        start(executor, shortest());
    }

    /** Something was heard. */
    void broken() {
        lastHeard = nanoTime.getAsLong();
    }

    /** Looks at least once in the shorter of the times, since what is expected may have changed in between. */
    @Override
    void expired() {
        Duration limit = timers.idle();
        switch (expectation.get()) {
            case OUR_WORK -> lastHeard = nanoTime.getAsLong();
            case REST_OF_MESSAGE -> limit = timers.stall();
            case NEXT_MESSAGE -> limit = timers.idle();
        }
        long left = limit.toNanos() - (nanoTime.getAsLong() - lastHeard);
        if (left <= 0) {
            silent.accept(limit);
        } else {
            start(executor, Duration.ofNanos(Math.min(left, shortest().toNanos())));
        }
    }

    private Duration shortest() {
        return timers.stall().compareTo(timers.idle()) < 0 ? timers.stall() : timers.idle();
    }
}
