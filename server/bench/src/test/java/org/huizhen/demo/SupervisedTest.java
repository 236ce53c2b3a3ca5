package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SupervisedTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    @TempDir
    Path folder;

    @Test
    void startsAKilledProcessAgainAndItsPidFileFollows() throws IOException, InterruptedException {
        try (Supervised supervised = sleeping()) {
            long first = pid();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            Deadline.await("a new process", LIMIT, PAUSE, () -> pid() != first && supervised.alive());
            assertThat(ProcessHandle.of(pid())).isPresent();
        }
    }

    @Test
    void stopsForGoodAndRemovesItsPidFile() throws IOException {
        Supervised supervised = sleeping();
        long pid = pid();
        supervised.close();
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
                .isFalse();
        assertThat(folder.resolve("sleep.pid")).doesNotExist();
        assertThat(supervised.alive()).isFalse();
    }

    private Supervised sleeping() throws IOException {
        return new Supervised(new Supervised.Plan(
                "sleep",
                List.of("sleep", "1000"),
                folder.resolve("sleep.pid"),
                folder.resolve("sleep.out"),
                List.of()));
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("sleep.pid")).strip());
    }
}
