package org.huizhen.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.config.ConfigException;
import org.huizhen.config.Loaded;
import org.huizhen.config.ServerSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The center's command line: {@code server}, {@code check}, {@code user}, {@code audit}, {@code pair}. Exit codes: 0 done,
 * 1 failed or not valid, 2 wrong usage.
 */
@Command(
        name = "huizhen",
        mixinStandardHelpOptions = true,
        subcommands = {
            Main.ServerCommand.class,
            Main.CheckCommand.class,
            UserCommands.class,
            AuditCommands.class,
            PairCommand.class,
            ReindexCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(message(failure));
            return 1;
        });
        int code = line.execute(arguments);
        if (code != Stay.RUNNING) {
            System.exit(code);
        }
    }

    private static String message(Exception failure) {
        return failure instanceof ConfigException ? failure.getMessage() : "huizhen: " + failure;
    }

    /** The settings, or an exception whose message lists every problem. */
    static ServerSettings settings(Path config) {
        ServerSettings settings = ServerSettings.load(config).orThrow();
        Logs.to(settings.logging(), "server");
        return settings;
    }

    /** What {@code execute} answers when the process is to go on. */
    static final class Stay {
        static final int RUNNING = -1;

        private Stay() {}
    }

    @Command(name = "server", description = "Runs the center until it is told to stop.")
    static final class ServerCommand implements Callable<Integer> {
        @Option(names = "--config", required = true, description = "config/server.yaml")
        private Path config;

        @Override
        public Integer call() {
            ServerSettings settings = settings(config);
            Logger log = LoggerFactory.getLogger(Main.class);
            long began = System.nanoTime();
            AtomicBoolean failed = new AtomicBoolean(true);
            Services services = Startup.open(settings, Clock.systemUTC(), System.getenv());
            CountDownLatch stopped = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(services, log, stopped, failed), "stop"));
            services.start();
            failed.set(false);
            log.info("ready on port {} after {} ms", services.httpPort(), (System.nanoTime() - began) / 1_000_000);
            try {
                stopped.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return Stay.RUNNING;
        }

        private static void stop(Services services, Logger log, CountDownLatch stopped, AtomicBoolean failed) {
            log.info("stopping");
            try {
                services.close();
            } catch (RuntimeException e) {
                log.error("not everything stopped cleanly", e);
                failed.set(true);
            }
            log.info("stopped");
            stopped.countDown();
            // A signal would otherwise end the process with 143, which service managers take for a failure.
            Runtime.getRuntime().halt(failed.get() ? 1 : 0);
        }
    }

    @Command(name = "check", description = "Validates a configuration and says what is wrong, by line.")
    static final class CheckCommand implements Callable<Integer> {
        @Option(names = "--config", required = true, description = "config/server.yaml")
        private Path config;

        @Override
        public Integer call() {
            if (!Files.isReadable(config)) {
                System.err.println(config + ": cannot be read");
                return 1;
            }
            Loaded<ServerSettings> loaded = ServerSettings.load(config);
            loaded.problems().forEach(problem -> System.err.println(problem));
            if (loaded.valid()) {
                System.out.println(config + ": valid");
            }
            return loaded.valid() ? 0 : 1;
        }
    }
}
