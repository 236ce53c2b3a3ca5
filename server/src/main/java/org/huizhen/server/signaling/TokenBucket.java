package org.huizhen.server.signaling;

import java.time.Duration;

/** A rate with a burst; times in nanoseconds of {@link System#nanoTime}. Confined to one thread. */
final class TokenBucket {
    private final long nanosPerToken;
    private final long burst;
    private long tokens;
    private long filledAt;

    TokenBucket(int perSecond, int burst, long now) {
        this.nanosPerToken = Duration.ofSeconds(1).toNanos() / perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.filledAt = now;
    }

    boolean take(long now) {
        long fresh = (now - filledAt) / nanosPerToken;
        if (fresh > 0) {
            tokens = Math.min(burst, tokens + fresh);
            filledAt += fresh * nanosPerToken;
        }
        if (tokens == 0) {
            return false;
        }
        tokens--;
        return true;
    }

    /** Until the next token. */
    Duration untilNext(long now) {
        return Duration.ofNanos(Math.max(0, filledAt + nanosPerToken - now));
    }
}
