package org.huizhen.gateway;

import org.huizhen.config.ConfigException;
import org.huizhen.gateway.send.SendCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ScopeType;

/** The commands of a clinic's gateway. */
@Command(
        name = "./huizhen",
        description = "One clinic's gateway",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = GatewayMain.Versions.class,
        subcommands = {RunCommand.class, PairCommand.class, SendCommand.class})
public final class GatewayMain {
    private GatewayMain() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new GatewayMain());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof ConfigException || failure instanceof java.io.UncheckedIOException) {
                command.getErr().println(failure.getMessage());
                return 1;
            }
            throw failure;
        });
        return line;
    }

    /** For {@code --version}. */
    static final class Versions implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"huizhen " + Version.text()};
        }
    }
}
