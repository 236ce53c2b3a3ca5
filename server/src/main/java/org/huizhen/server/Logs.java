package org.huizhen.server;

import java.nio.file.Files;
import java.nio.file.Path;
import org.huizhen.config.ServerSettings;

/** Tells logback, before the first logger is made, where to write; what the launcher has set stays. */
final class Logs {
    private Logs() {}

    static void to(ServerSettings.Logging logging, String process) {
        set("huizhen.logs", logging.directory().toString());
        set("huizhen.level", logging.level());
        set("huizhen.process", process);
        String home = System.getProperty("huizhen.home");
        if (home != null && Files.exists(Path.of(home, "config", "logback.xml"))) {
            set(
                    "logback.configurationFile",
                    Path.of(home, "config", "logback.xml").toString());
        }
    }

    private static void set(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
