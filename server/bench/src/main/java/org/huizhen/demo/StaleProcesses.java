package org.huizhen.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what an earlier demo on the same folder left running when it was killed. */
final class StaleProcesses {
    private static final Logger LOG = LoggerFactory.getLogger(StaleProcesses.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private StaleProcesses() {}

    /** Gateway, server and PostgreSQL, in this order; a pid that belongs to something else by now is left alone. */
    static void stop(DemoFolder folder) throws IOException {
        stop(folder, "gateway", folder.gatewayConfig().toString());
        stop(folder, "server", folder.serverConfig().toString());
        stop(folder, "postgres", folder.postgres().resolve("data").toString());
    }

    private static void stop(DemoFolder folder, String name, String argument) throws IOException {
        Path pidFile = folder.pidFile(name);
        Optional<ProcessHandle> process = process(pidFile).filter(handle -> runsWith(handle.pid(), argument));
        if (process.isPresent()) {
            LOG.warn(
                    "{} of an earlier demo still runs as process {}: stopping it",
                    name,
                    process.get().pid());
            end(process.get(), name);
        }
        Files.deleteIfExists(pidFile);
    }

    private static void end(ProcessHandle process, String name) {
        if (name.equals("postgres")) {
            signal("INT", process.pid()); // "fast": SIGTERM would wait for clients to go
        } else {
            process.destroy();
        }
        if (!ended(process)) {
            signal(name.equals("postgres") ? "QUIT" : "KILL", process.pid());
            ended(process);
        }
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return !process.isAlive();
        }
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + pid).start();
        } catch (IOException e) {
            LOG.warn("cannot send {} to process {}", signal, pid, e);
        }
    }

    private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
        try {
            return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            LOG.warn("{} holds no process id", pidFile);
            return Optional.empty();
        }
    }

    private static boolean runsWith(long pid, String argument) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline"));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"))
                    .contains(argument);
        } catch (IOException e) {
            return false;
        }
    }
}
