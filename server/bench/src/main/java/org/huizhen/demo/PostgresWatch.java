package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Keeps {@code run/postgres.pid} in step with the PostgreSQL that the server starts, also after it died. */
final class PostgresWatch implements AutoCloseable {
    private static final long PAUSE = Duration.ofMillis(250).toNanos();

    private final Path postmaster;
    private final Path pidFile;
    private volatile boolean stopped;

    PostgresWatch(DemoFolder folder) {
        postmaster = folder.postgres().resolve("data/postmaster.pid");
        pidFile = folder.pidFile("postgres");
        Thread.ofVirtual().name("watch-postgres").start(this::watch);
    }

    @Override
    public void close() throws IOException {
        stopped = true;
        Files.deleteIfExists(pidFile);
    }

    private void watch() {
        String written = "";
        while (!stopped) {
            String pid = pid();
            if (!pid.isEmpty() && !pid.equals(written)) {
                try {
                    Path fresh = pidFile.resolveSibling(pidFile.getFileName() + ".new");
                    Files.writeString(fresh, pid + "\n");
                    // Whoever reads it finds the old one or the new one, never an empty file.
                    Files.move(fresh, pidFile, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                    written = pid;
                } catch (IOException e) {
                    written = ""; // next round
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private String pid() {
        try {
            List<String> lines = Files.readAllLines(postmaster);
            return lines.isEmpty() ? "" : lines.getFirst().strip();
        } catch (IOException e) {
            return "";
        }
    }
}
