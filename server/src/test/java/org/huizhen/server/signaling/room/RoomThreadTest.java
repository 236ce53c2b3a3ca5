package org.huizhen.server.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RoomThreadTest {
    @Test
    void runsOneAfterTheOtherInTheOrderTheyCame() throws InterruptedException {
        List<Integer> seen = new ArrayList<>(); // no lock: that is the point
        CountDownLatch done = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RoomThread room = new RoomThread(threads);
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                room.execute(() -> {
                    Thread.yield();
                    seen.add(number);
                });
            }
            room.execute(done::countDown);
            assertThat(done.await(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        assertThat(seen).hasSize(1_000).isSorted();
    }

    @Test
    void goesOnAfterATaskThatFails() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        RoomThread room = new RoomThread(Runnable::run);
        room.execute(() -> {
            throw new IllegalStateException("meant to fail");
        });
        room.execute(done::countDown);
        assertThat(done.await(1, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void takesNoMoreThanItCanCatchUpWith() {
        RoomThread room = new RoomThread(task -> {}); // never runs
        int taken = 0;
        while (room.offer(() -> {}) && taken < 100_000) {
            taken++;
        }
        assertThat(taken).isEqualTo(10_000);
    }
}
