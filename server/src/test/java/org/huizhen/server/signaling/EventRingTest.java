package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.huizhen.server.signaling.message.Text;
import org.junit.jupiter.api.Test;

final class EventRingTest {
    private final EventRing ring = new EventRing();

    @Test
    void givesTheEventsInTheOrderInWhichTheyCameHoweverOftenItTurns() {
        for (int i = 0; i < 5_000; i++) {
            ring.add(text(i), i);
            if (ring.size() > 37) {
                ring.forgetOldest();
            }
        }
        assertThat(ring.size()).isEqualTo(37);
        assertThat(ring.oldest()).isEqualTo(4_963);
        assertThat(IntStream.range(0, 37).mapToObj(ring::get))
                .containsExactlyElementsOf(IntStream.range(4_963, 5_000)
                        .mapToObj(EventRingTest::text)
                        .toList());
        assertThat(ring.bytes()).isEqualTo(37 * text(4_963).length());
    }

    @Test
    void beginsAnewAfterItWasEmptied() {
        for (int i = 0; i < 100; i++) {
            ring.add(text(i), i);
        }
        for (int i = 0; i < 100; i++) {
            ring.forgetOldest();
        }
        assertThat(ring.size()).isZero();
        assertThat(ring.bytes()).isZero();
        ring.add(text(7), 7);
        assertThat(ring.get(0)).isEqualTo(text(7));
        assertThat(ring.oldest()).isEqualTo(7);
    }

    private static Text text(int number) {
        return Text.of("{\"number\":" + number + "}");
    }
}
