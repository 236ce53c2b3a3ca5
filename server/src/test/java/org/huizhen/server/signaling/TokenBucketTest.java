package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long START = Long.MAX_VALUE - Duration.ofSeconds(1).toNanos();

    private final TokenBucket bucket = new TokenBucket(50, 100, START);

    @Test
    void letsABurstThroughThenTheRate() {
        assertThat(taken(START, 150)).isEqualTo(100);
        assertThat(bucket.untilNext(START)).isEqualTo(Duration.ofMillis(20));
        assertThat(taken(START + Duration.ofMillis(100).toNanos(), 150)).isEqualTo(5);
    }

    @Test
    void savesNoMoreThanOneBurstInSilence() {
        assertThat(taken(START, 100)).isEqualTo(100);
        // nanoTime may wrap around; an hour later it is negative here.
        assertThat(taken(START + Duration.ofHours(1).toNanos(), 500)).isEqualTo(100);
    }

    @Test
    void losesNoFractionOfAToken() {
        assertThat(taken(START, 100)).isEqualTo(100);
        int taken = 0;
        for (int step = 1; step <= 100; step++) {
            taken += taken(START + Duration.ofMillis(15L * step).toNanos(), 1);
        }
        assertThat(taken).isEqualTo(75);
    }

    private int taken(long now, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            if (bucket.take(now)) {
                taken++;
            }
        }
        return taken;
    }
}
