package org.huizhen.dicom.association;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Notices that the peer of an established association has gone quiet, or dribbles: a message that has begun must bring
 * {@value #LEAST_BYTES} bytes in each stall time, or whoever sends a byte now and then would hold a place for ever.
 */
final class Silence extends Countdown {
    private static final int LEAST_BYTES = 4096;

    private final AssociationTimers timers;
    private final LongSupplier nanoTime;
    private final Supplier<AssociationUser.Expectation> expectation;
    private final LongSupplier received;
    private final Consumer<Duration> silent;
    private EventExecutor executor;
    private long lastHeard;
    private boolean insideMessage;
    private long countedSince;
    private long receivedBefore;

    Silence(
            AssociationTimers timers,
            LongSupplier nanoTime,
            Supplier<AssociationUser.Expectation> expectation,
            LongSupplier received,
            Consumer<Duration> silent) {
        this.timers = timers;
        this.nanoTime = nanoTime;
        this.expectation = expectation;
        this.received = received;
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
        AssociationUser.Expectation expected = expectation.get();
        if (expected != AssociationUser.Expectation.REST_OF_MESSAGE) {
            insideMessage = false;
        } else if (dribbles()) {
            silent.accept(timers.stall());
            return;
        }
        switch (expected) {
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

    private boolean dribbles() {
        long now = nanoTime.getAsLong();
        if (insideMessage && now - countedSince < timers.stall().toNanos()) {
            return false;
        }
        boolean tooFew = insideMessage && received.getAsLong() - receivedBefore < LEAST_BYTES;
        insideMessage = true;
        countedSince = now;
        receivedBefore = received.getAsLong();
        return tooFew;
    }

    private Duration shortest() {
        return timers.stall().compareTo(timers.idle()) < 0 ? timers.stall() : timers.idle();
    }
}
