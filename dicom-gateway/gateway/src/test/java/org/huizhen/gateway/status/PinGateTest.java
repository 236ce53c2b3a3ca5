package org.huizhen.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.huizhen.config.Secret;
import org.junit.jupiter.api.Test;

class PinGateTest {
    private Instant now = Instant.parse("2026-11-22T02:00:00Z");
    private final PinGate gate = new PinGate(Optional.of(new Secret("4711")), new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void loopbackNeedsNoPinAndOthersDo() {
        assertThat(gate.admits(true, null)).isTrue();
        assertThat(gate.admits(false, null)).isFalse();
        assertThat(gate.admits(false, "made up")).isFalse();
    }

    @Test
    void theRightPinOpensForTwelveHours() {
        String session = gate.enter("10.0.0.7", "4711").orElseThrow();
        assertThat(gate.admits(false, session)).isTrue();
        now = now.plus(Duration.ofHours(12));
        assertThat(gate.admits(false, session)).isFalse();
    }

    @Test
    void wrongPinsBringGrowingDelaysToThatAddressAlone() {
        for (int i = 0; i < 3; i++) {
            assertThat(gate.enter("10.0.0.7", "0000")).isEmpty();
        }
        Duration first = gate.delay("10.0.0.7");
        assertThat(first).isPositive();
        assertThat(gate.enter("10.0.0.7", "4711"))
                .as("even the right one waits")
                .isEmpty();
        assertThat(gate.delay("10.0.0.8")).isZero();
        assertThat(gate.enter("10.0.0.8", "4711")).isPresent();

        now = now.plus(first);
        gate.enter("10.0.0.7", "0000");
        assertThat(gate.delay("10.0.0.7")).isGreaterThan(first);
        now = now.plus(Duration.ofMinutes(1));
        assertThat(gate.enter("10.0.0.7", "4711")).isPresent();
    }
}
