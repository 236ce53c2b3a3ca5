package org.huizhen.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LaneTest {
    @Test
    void runsOneAfterTheOtherInTheOrderTheyCame() throws InterruptedException {
        List<Integer> seen = new ArrayList<>(); // no lock: that is the point
        CountDownLatch done = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Lane lane = new Lane(threads);
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                lane.execute(() -> {
                    Thread.yield();
                    seen.add(number);
                });
            }
            lane.execute(done::countDown);
            assertThat(done.await(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(seen).hasSize(1_000).isSorted();
    }

    @Test
    void goesOnAfterATaskThatFails() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        Lane lane = new Lane(Runnable::run);
        lane.execute(() -> {
            throw new IllegalStateException("meant to fail");
        });
        lane.execute(done::countDown);
        assertThat(done.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesNoMoreThanItCanCatchUpWith() {
        Lane lane = new Lane(task -> {}); // never runs
        int taken = 0;
        while (lane.offer(() -> {}, 10_000) && taken < 100_000) {
            taken++;
        }
        assertThat(taken).isEqualTo(10_000);
    }
}
