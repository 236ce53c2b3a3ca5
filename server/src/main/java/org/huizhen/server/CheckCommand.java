package org.huizhen.server;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.huizhen.config.GatewaySettings;
import org.huizhen.config.Problem;
import org.huizhen.config.ServerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code check}: every problem of a configuration, the center's or a gateway's. */
@Command(
        name = "check",
        description = "Validates a configuration and says what is wrong, by line; exit 1 if anything is.")
final class CheckCommand implements Callable<Integer> {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "config/server.yaml or config/gateway.yaml")
    private Path config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Problem> problems = GatewaySettings.describedBy(config)
                ? GatewaySettings.load(config).problems()
                : ServerSettings.load(config).problems();
        problems.forEach(problem -> spec.commandLine().getErr().println(problem));
        if (problems.isEmpty()) {
            spec.commandLine().getOut().println(config + ": valid");
        }
        return problems.isEmpty() ? 0 : 1;
    }
}
