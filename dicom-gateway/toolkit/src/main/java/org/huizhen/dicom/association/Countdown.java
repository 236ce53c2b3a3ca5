package org.huizhen.dicom.association;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A timer on an event loop that can be started again and stopped. */
abstract class Countdown {
    private Future<?> running;

    /** Starts or starts again. */
    final void start(EventExecutor executor, Duration limit) {
        stop();
        running = executor.schedule(this::expired, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    final void stop() {
        if (running != null) {
            running.cancel(false);
            running = null;
        }
    }

    abstract void expired();
}
