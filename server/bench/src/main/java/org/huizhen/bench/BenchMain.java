package org.huizhen.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./huizhen bench NAME}. */
@Command(
        name = "./huizhen bench",
        mixinStandardHelpOptions = true,
        description = "Measures us and peers on this machine, in one run; prints a table and writes bench/NAME.json.",
        subcommands = {
            FirstFrameBench.class,
            FirstViewBench.class,
            IngestBench.class,
            IngestSmallBench.class,
            QueryBench.class,
            RetrieveBench.class,
            RoomsBench.class,
            SignalBench.class,
            StartupBench.class
        })
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new BenchMain());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            System.err.println("the bench was broken off: " + failure);
            return 1;
        });
        System.exit(line.execute(arguments));
    }
}
