package org.huizhen.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./huizhen bench NAME}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures us and peers on this machine, in one run; prints a table and writes bench/NAME.json.",
        subcommands = {IngestBench.class})
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }
}
