package org.huizhen.server.signaling;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Event;
import org.huizhen.server.database.Database;

/**
 * Live changes: sessions over WebSocket, told of what changes within the reach of their person. Rooms will stand on the
 * same sessions.
 */
public final class SignalingFeature implements AutoCloseable {
    private final SignalSessions sessions;
    private final SignalMetrics metrics;
    private final SignalServer server;
    private final ExecutorService threads;

    /**
     * Subscribes to the outbox (before its start); nothing listens before {@link #start}.
     *
     * @param eventTypes types of events that notify, gathered from the features
     */
    public SignalingFeature(
            SignalSettings settings,
            SignalAuthentication authentication,
            Access access,
            Database database,
            MeterRegistry registry,
            Clock clock,
            Set<String> eventTypes) {
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("signaling-hello-", 0).factory());
        this.sessions = new SignalSessions(settings.limits(), clock);
        this.metrics = new SignalMetrics(registry, sessions);
        Doorkeeper doorkeeper = new Doorkeeper(authentication, access, database, threads, clock);
        this.server = new SignalServer(
                settings, () -> new SignalConnection(settings.limits(), sessions, doorkeeper, metrics), metrics);
        database.outbox()
                .subscribe(
                        "signaling", eventTypes, (transaction, event) -> transaction.afterCommit(() -> publish(event)));
    }

    public void start() {
        server.start();
        server.group().scheduleWithFixedDelay(sessions::sweep, 1, 1, TimeUnit.SECONDS);
    }

    public int port() {
        return server.port();
    }

    /** Tells everybody that the server goes, so that they come back at once, then stops. */
    @Override
    public void close() {
        server.close();
        threads.close();
    }

    void publish(Event event) {
        metrics.published();
        sessions.publish(event);
    }
}
