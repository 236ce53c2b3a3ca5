package org.huizhen.server.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The running main process of a cluster, as its {@code postmaster.pid} tells it (line 1 process id, 4 port, 8 status).
 */
record Postmaster(long pid, int port) {
    private static final long PAUSE = Duration.ofMillis(20).toNanos();
    private static final Duration STOP = Duration.ofSeconds(30);

    /** The cluster's process when one runs and is ready, waiting for one that is just starting or stopping. */
    static Optional<Postmaster> running(Path data) {
        long deadline = System.nanoTime() + STOP.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<List<String>> lines = lines(data);
            if (lines.isEmpty() || !alive(lines.get())) {
                return Optional.empty();
            }
            if (ready(lines.get())) {
                return Optional.of(of(lines.get()));
            }
            LockSupport.parkNanos(PAUSE);
        }
        return Optional.empty();
    }

    /** Waits for the process just launched; empty when it ended instead of becoming ready. */
    static Optional<Postmaster> await(Path data, Process process, long deadline) {
        while (System.nanoTime() < deadline) {
            Optional<List<String>> lines = lines(data);
            if (lines.isPresent() && ready(lines.get()) && alive(lines.get())) {
                return Optional.of(of(lines.get()));
            }
            if (!process.isAlive()) {
                LockSupport.parkNanos(10 * PAUSE);
                return Optional.empty();
            }
            LockSupport.parkNanos(PAUSE);
        }
        process.destroy();
        return Optional.empty();
    }

    /** SIGINT: "fast shutdown". Waits for the end. */
    void stop() throws IOException {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return;
        }
        new ProcessBuilder("sh", "-c", "kill -INT " + pid).start();
        try {
            process.get().onExit().get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("PostgreSQL, process " + pid + ", did not stop in " + STOP.toSeconds() + " s", e);
        }
    }

    private static Postmaster of(List<String> lines) {
        return new Postmaster(
                Long.parseLong(lines.get(0).strip()),
                Integer.parseInt(lines.get(3).strip()));
    }

    private static boolean ready(List<String> lines) {
        return lines.size() >= 8 && lines.get(7).strip().equals("ready");
    }

    /** A process id may have been given to another program since; only one called postgres counts. */
    private static boolean alive(List<String> lines) {
        try {
            long pid = Long.parseLong(lines.getFirst().strip());
            return Files.readString(Path.of("/proc", Long.toString(pid), "comm"))
                    .strip()
                    .equals("postgres");
        } catch (NumberFormatException | IOException e) {
            return false;
        }
    }

    private static Optional<List<String>> lines(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
