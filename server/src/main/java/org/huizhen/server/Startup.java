package org.huizhen.server;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the server for as long as its database lets it: one that is away is waited for, it may boot after us. */
final class Startup {
    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration PAUSE = Duration.ofMillis(300);

    private Startup() {}

    /** @throws RuntimeException when something else than an absent database is in the way */
    static Services open(ServerSettings settings, Clock clock, Map<String, String> environment) {
        while (true) {
            Services services = null;
            try {
                services = Services.open(settings, clock);
                FirstAdmin.fromEnvironment(services.ground(), environment);
                return services;
            } catch (RuntimeException e) {
                if (services != null) {
                    services.closeAsGuest();
                }
                if (!Database.away(e)) {
                    throw e;
                }
                LOG.warn(
                        "the database does not answer, the server waits for it: {}",
                        e.getMessage().lines().findFirst().orElse(""));
                LockSupport.parkNanos(PAUSE.toNanos());
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }
}
