package org.huizhen.server;

import java.nio.file.Path;
import java.time.Clock;
import org.huizhen.config.ServerSettings;
import picocli.CommandLine.Option;

/** {@code --config FILE}, which every command of the center takes. */
final class ConfigOption {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "settings of the center, for example config/server.yaml")
    Path file;

    /**
     * The settings; from here on there is a log.
     *
     * @throws org.huizhen.config.ConfigException whose message lists every problem
     */
    ServerSettings settings() {
        ServerSettings settings = ServerSettings.load(file).orThrow();
        Logs.to(settings.logging(), "server");
        return settings;
    }

    /** The parts a command borrows, also from a running server. */
    Ground ground() {
        return new Ground(settings(), Clock.systemUTC());
    }

    Services services() {
        return Services.open(settings(), Clock.systemUTC());
    }
}
