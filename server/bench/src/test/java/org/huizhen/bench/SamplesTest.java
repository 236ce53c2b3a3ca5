package org.huizhen.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SamplesTest {
    @Test
    void takesTheMiddleOneOrTheMeanOfTheTwoInTheMiddle() {
        Samples samples = new Samples();
        samples.add(9);
        samples.add(1);
        samples.add(2);
        assertThat(samples.median()).isEqualTo(2);
        samples.add(3);
        assertThat(samples.median()).isEqualTo(2.5);
        assertThat(samples.least()).isEqualTo(1);
        assertThat(samples.most()).isEqualTo(9);
    }
}
