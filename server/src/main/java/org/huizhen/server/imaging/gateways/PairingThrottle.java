package org.huizhen.server.imaging.gateways;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** Slows guessing of pairing codes: after five wrong ones an address waits, and all addresses together have a limit. */
final class PairingThrottle {
    private static final int FREE_FAILURES = 5;
    private static final int FAILURES_OF_ALL = 200;
    private static final Duration WINDOW = Duration.ofMinutes(10);

    private final Clock clock;
    private final Map<String, Integer> failures = new HashMap<>();
    private Instant windowEnd = Instant.EPOCH;
    private int all;

    PairingThrottle(Clock clock) {
        this.clock = clock;
    }

    synchronized void admit(String address) {
        Instant now = clock.instant();
        if (!now.isBefore(windowEnd)) {
            failures.clear();
            all = 0;
            windowEnd = now.plus(WINDOW);
        }
        if (failures.getOrDefault(address, 0) >= FREE_FAILURES || all >= FAILURES_OF_ALL) {
            throw new ApiException(
                    ErrorCode.TOO_MANY_REQUESTS,
                    Map.of("retryAfterSeconds", Duration.between(now, windowEnd).toSeconds() + 1));
        }
    }

    synchronized void failed(String address) {
        failures.merge(address, 1, Integer::sum);
        all++;
    }
}
