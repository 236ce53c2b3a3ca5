package org.huizhen.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/**
 * The center's command line: {@code server}, {@code check}, {@code user}, {@code audit}, {@code pair}. Exit codes: 0 done,
 * 1 failed or not valid, 2 wrong usage.
 */
@Command(
        name = "./huizhen",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Main.Version.class,
        subcommands = {
            ServerCommand.class,
            CheckCommand.class,
            UserCommands.class,
            AuditCommands.class,
            PairCommand.class,
            ReindexCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int code = commandLine().execute(arguments);
        if (code != ServerCommand.RUNNING) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(FailureWords.of(failure));
            return 1;
        });
        return line;
    }

    /** As in the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"huizhen " + (version == null ? "development" : version)};
        }
    }
}
