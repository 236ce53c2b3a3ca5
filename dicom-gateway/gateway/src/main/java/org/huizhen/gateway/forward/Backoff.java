package org.huizhen.gateway.forward;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait after failures: doubling from the first delay to the longest, each anywhere between half and the
 * whole of it, so that many clinics do not come back at the same moment.
 */
record Backoff(Duration first, Duration longest) {

    /** @param failures in a row, at least one */
    Duration delay(int failures) {
        long whole = longest.toMillis();
        if (failures < 40) {
            whole = Math.min(whole, first.toMillis() << Math.min(failures - 1, 30));
        }
        return Duration.ofMillis(whole / 2 + ThreadLocalRandom.current().nextLong(whole / 2 + 1));
    }
}
