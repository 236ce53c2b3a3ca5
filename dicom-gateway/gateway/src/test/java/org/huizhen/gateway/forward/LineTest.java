package org.huizhen.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final Instant NOW = Instant.parse("2026-01-01T08:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Line line = new Line(Clock.fixed(NOW, ZoneOffset.UTC), new Backoff(MINUTE, MINUTE), true);

    @Test
    void anAnsweredHeartbeatEndsThePauseOfACenterThatWasNotReached() {
        line.failed(NOW, new CenterException(CenterException.Kind.TRANSIENT, "unreachable"));
        assertThat(line.pause()).isPositive();
        assertThat(line.view().state()).isEqualTo(Line.State.DOWN);

        assertThat(line.alive(Duration.ZERO)).as("back").isTrue();
        assertThat(line.pause()).isZero();
        assertThat(line.view().state()).isEqualTo(Line.State.UP);
        assertThat(line.alive(Duration.ZERO)).as("it was there before").isFalse();
    }

    @Test
    void anAnsweredHeartbeatDoesNotOverruleACenterThatHasNoRoom() {
        line.failed(NOW, new CenterException(CenterException.Kind.TRANSIENT, "http-507"));
        assertThat(line.alive(Duration.ZERO)).isFalse();
        assertThat(line.pause()).isPositive();
        assertThat(line.view().reason()).isEqualTo("http-507");

        assertThat(line.answered()).as("a task got through").isTrue();
        assertThat(line.pause()).isZero();
    }

    @Test
    void slownessIsShownUntilAHeartbeatIsQuickAgain() {
        line.alive(Duration.ofSeconds(3));
        line.answered();
        assertThat(line.view().state()).isEqualTo(Line.State.SLOW);
        line.alive(Duration.ofMillis(30));
        assertThat(line.view().state()).isEqualTo(Line.State.UP);
    }
}
