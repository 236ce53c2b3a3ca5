package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that is started again when it dies, as systemd would, until it is stopped. */
final class Supervised implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STEADY = Duration.ofSeconds(5);

    /** What starts the process, where its pid and its output go. */
    record Plan(String name, List<String> command, Path pidFile, Path output, List<Variable> environment) {}

    record Variable(String name, String value) {}

    private final Plan plan;
    private final Object lock = new Object();
    private Process process;
    private boolean stopping;

    Supervised(Plan plan) throws IOException {
        this.plan = plan;
        launch();
        Thread.ofVirtual().name("watch-" + plan.name()).start(this::watch);
    }

    /** Whether it runs at the moment. */
    boolean alive() {
        synchronized (lock) {
            return process.isAlive();
        }
    }

    /** SIGTERM, then SIGKILL where that does not help; waits for the end. */
    @Override
    public void close() {
        Process running;
        synchronized (lock) {
            stopping = true;
            running = process;
        }
        LOG.info("stopping {} (process {})", plan.name(), running.pid());
        running.destroy();
        if (!ended(running)) {
            LOG.warn("{} did not stop in {} s and is killed", plan.name(), PATIENCE.toSeconds());
            running.destroyForcibly();
            ended(running);
        }
        try {
            Files.deleteIfExists(plan.pidFile());
        } catch (IOException e) {
            LOG.warn("cannot remove {}", plan.pidFile(), e);
        }
    }

    private void watch() {
        Duration pause = FIRST_PAUSE;
        while (true) {
            long started = System.nanoTime();
            Process watched = current();
            int code = exitCode(watched);
            pause = System.nanoTime() - started > STEADY.toNanos() ? FIRST_PAUSE : pause;
            if (isStopping()) {
                return;
            }
            LOG.warn(
                    "{} (process {}) ended with {}; it is started again in {} ms",
                    plan.name(),
                    watched.pid(),
                    code,
                    pause.toMillis());
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            try {
                synchronized (lock) {
                    if (stopping) {
                        return;
                    }
                    launch();
                }
            } catch (IOException e) {
                LOG.error("cannot start {} again", plan.name(), e);
                return;
            }
        }
    }

    private void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(plan.command());
        for (Variable variable : plan.environment()) {
            builder.environment().put(variable.name(), variable.value());
        }
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(plan.output().toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        Process started = builder.start();
        synchronized (lock) {
            process = started;
        }
        Path fresh = plan.pidFile().resolveSibling(plan.pidFile().getFileName() + ".new");
        Files.writeString(fresh, started.pid() + "\n");
        Files.move(fresh, plan.pidFile(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        LOG.info("{} runs as process {}", plan.name(), started.pid());
    }

    private Process current() {
        synchronized (lock) {
            return process;
        }
    }

    private boolean isStopping() {
        synchronized (lock) {
            return stopping;
        }
    }

    private static int exitCode(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                // Nobody interrupts the watching thread on purpose: the wait goes on.
                Thread.onSpinWait();
            }
        }
    }

    private static boolean ended(Process process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        } catch (ExecutionException | TimeoutException e) {
            return !process.isAlive();
        }
    }
}
