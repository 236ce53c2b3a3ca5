package org.huizhen.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.huizhen.config.ProcessLock;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./huizhen demo}: everything on this machine in the foreground, with sample data. */
@Command(
        name = "./huizhen demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs PostgreSQL, the center and one clinic's gateway with sample data; prints READY and the address.")
public final class DemoMain implements Callable<Integer> {
    @Option(names = "--data", defaultValue = "data/demo", description = "Its state. Default: ./${DEFAULT-VALUE}")
    private Path data;

    @Option(names = "--reset", description = "Empty the state first.")
    private boolean reset;

    @Option(names = "--port-base", defaultValue = "8080", description = "First of six ports. Default: ${DEFAULT-VALUE}")
    private int portBase;

    @Option(
            names = "--prepare",
            hidden = true,
            description =
                    "Start and stop once in a folder of its own, so that the next starts are fast; for the build.")
    private boolean prepare;

    @Option(names = "--seed", description = "The same patients, studies and passwords each time (HUIZHEN_DEMO_SEED).")
    private Long seed;

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new DemoMain());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println("the demo did not start: "
                    + (failure instanceof IOException ? failure.toString() : failure.getMessage()));
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (prepare) {
            return Preparation.run();
        }
        DemoFolder folder = new DemoFolder(data);
        folder.create();
        Optional<ProcessLock> lock = ProcessLock.take(folder.lock());
        if (lock.isEmpty()) {
            System.err.println(
                    "a demo already runs on " + folder.root() + " (process " + ProcessLock.holder(folder.lock()) + ")");
            return 1;
        }
        int exit = run(folder);
        lock.get().close();
        return exit;
    }

    private Integer run(DemoFolder folder) throws IOException, InterruptedException {
        DemoLog.to(folder.logs().resolve("demo.log"));
        StaleProcesses.stop(folder);
        if (reset) {
            folder.reset();
            folder.create();
            DemoLog.to(folder.logs().resolve("demo.log"));
        }
        DemoPorts ports = new DemoPorts(portBase);
        List<Integer> taken = ports.taken();
        if (!taken.isEmpty()) {
            System.err.println("something else listens on port " + taken + "; choose others with --port-base");
            return 1;
        }
        Demo demo = new Demo(folder, ports);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "stop"));
        try {
            List<String> accounts = demo.start(chosenSeed(), new Progress(utf8(FileDescriptor.err)));
            PrintStream out = utf8(FileDescriptor.out);
            accounts.forEach(out::println);
            out.println("READY " + ports.url());
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(DemoMain.class).error("the demo did not start", e);
            System.err.println("the demo did not start: " + e.getMessage());
            System.err.println("logs are in " + folder.logs());
            return 1; // the shutdown hook stops what has started
        }
        new CountDownLatch(1).await(); // until a signal ends the process
        return 0;
    }

    /** The accounts' names are Chinese whatever the locale of the terminal. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private OptionalLong chosenSeed() {
        if (seed != null) {
            return OptionalLong.of(seed);
        }
        String variable = System.getenv("HUIZHEN_DEMO_SEED");
        try {
            return variable == null || variable.isBlank()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Long.parseLong(variable.strip()));
        } catch (NumberFormatException e) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "HUIZHEN_DEMO_SEED is '" + variable + "', expected a whole number");
        }
    }
}
