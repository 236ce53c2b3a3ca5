package org.huizhen.server;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.huizhen.config.GatewaySettings;
import org.huizhen.config.Loaded;
import org.huizhen.config.Problem;
import org.huizhen.config.ServerSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code check}: every problem of a configuration, the center's or a gateway's, and of the servers that carry media. */
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

    @Option(
            names = "--media",
            description = "Also tries the STUN, TURN and media servers of the center's configuration.")
    private boolean media;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (GatewaySettings.describedBy(config)) {
            if (media) {
                throw new ParameterException(spec.commandLine(), "--media is for the center's configuration");
            }
            return verdict(GatewaySettings.load(config).problems());
        }
        Loaded<ServerSettings> loaded = ServerSettings.load(config);
        int verdict = verdict(loaded.problems());
        if (verdict != 0 || !media) {
            return verdict;
        }
        PrintWriter out = spec.commandLine().getOut();
        int wrong = new MediaCheck(loaded.orThrow(), Clock.systemUTC(), out).run();
        out.flush();
        return wrong == 0 ? 0 : 1;
    }

    private int verdict(List<Problem> problems) {
        problems.forEach(problem -> spec.commandLine().getErr().println(problem));
        if (problems.isEmpty()) {
            spec.commandLine().getOut().println(config + ": valid");
        }
        return problems.isEmpty() ? 0 : 1;
    }
}
