package org.huizhen.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.config.ConfigException;
import org.huizhen.config.ProcessLock;
import org.huizhen.config.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code server}: the center, until it is told to stop (SIGTERM, Ctrl-C). */
@Command(name = "server", description = "Runs the center until it is told to stop.")
final class ServerCommand implements Callable<Integer> {
    /** What {@code execute} answers when the process is to go on. */
    static final int RUNNING = -1;

    @Mixin
    private ConfigOption config;

    @Override
    public Integer call() throws IOException {
        ServerSettings settings = config.settings();
        long began = System.nanoTime();
        Optional<ProcessLock> lock = takeDatabase(settings);
        AtomicBoolean failed = new AtomicBoolean(true);
        Services services = Startup.open(settings, Clock.systemUTC(), System.getenv());
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(services, lock, stopped, failed), "stop"));
        services.start();
        failed.set(false);
        LoggerFactory.getLogger(Main.class)
                .info("ready on port {} after {} ms", services.httpPort(), (System.nanoTime() - began) / 1_000_000);
        System.out.println("READY " + settings.http().publicUrl());
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return RUNNING;
    }

    /**
     * A PostgreSQL of our own belongs to one server: a second one would adopt it and stop it when it ends.
     *
     * @throws ConfigException when another server has it
     */
    static Optional<ProcessLock> takeDatabase(ServerSettings settings) throws IOException {
        if (settings.database().embedded().isEmpty()) {
            return Optional.empty();
        }
        Path folder = settings.database().embedded().get().directory();
        Path file = folder.resolveSibling("server.lock");
        Optional<ProcessLock> lock = ProcessLock.take(file);
        if (lock.isEmpty()) {
            throw new ConfigException("another server, process " + ProcessLock.holder(file)
                    + ", runs on the database in " + folder + ": stop it, or give this one its own folders");
        }
        return lock;
    }

    private static void stop(
            Services services, Optional<ProcessLock> lock, CountDownLatch stopped, AtomicBoolean failed) {
        Logger log = LoggerFactory.getLogger(Main.class);
        log.info("stopping");
        try {
            services.close();
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException | RuntimeException e) {
            log.error("not everything stopped cleanly", e);
            failed.set(true);
        }
        log.info("stopped");
        stopped.countDown();
        // A signal would otherwise end the process with 143, which service managers take for a failure.
        Runtime.getRuntime().halt(failed.get() ? 1 : 0);
    }
}
