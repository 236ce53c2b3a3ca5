package org.huizhen.server.signaling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.room.Rooms;

/** What the signaling server counts. */
final class SignalMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger sockets = new AtomicInteger();
    private final Counter received;
    private final Counter sent;
    private final Counter events;
    private final Counter dropped;
    private final Counter redirected;
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<CloseReason, Counter> closed = new ConcurrentHashMap<>();

    SignalMetrics(MeterRegistry registry, SignalSessions sessions) {
        this.registry = registry;
        this.received = registry.counter("huizhen.signaling.messages", "direction", "in");
        this.sent = registry.counter("huizhen.signaling.messages", "direction", "out");
        this.events = registry.counter("huizhen.signaling.events");
        this.dropped = registry.counter("huizhen.signaling.dropped");
        this.redirected = registry.counter("huizhen.signaling.redirected");
        Gauge.builder("huizhen.signaling.sessions", sessions, SignalSessions::size)
                .register(registry);
        Gauge.builder("huizhen.signaling.sockets", sockets, AtomicInteger::get).register(registry);
    }

    void opened() {
        sockets.incrementAndGet();
    }

    void ended() {
        sockets.decrementAndGet();
    }

    int sockets() {
        return sockets.get();
    }

    void received() {
        received.increment();
    }

    void sent(int messages) {
        sent.increment(messages);
    }

    void published() {
        events.increment();
    }

    /** Fleeting messages that came too fast. */
    void dropped() {
        dropped.increment();
    }

    /** Rooms that somebody is in, and their people. */
    void watch(Rooms rooms) {
        Gauge.builder("huizhen.signaling.rooms", rooms, Rooms::size).register(registry);
        Gauge.builder("huizhen.signaling.participants", rooms, Rooms::people).register(registry);
    }

    /** Joins that were sent to another node. */
    void redirected() {
        redirected.increment();
    }

    /** What goes between nodes. */
    void watch(Cluster cluster) {
        Gauge.builder(
                        "huizhen.cluster.nodes",
                        cluster,
                        all -> all.members().living().size())
                .register(registry);
        Gauge.builder("huizhen.cluster.trusted", cluster, all -> all.members().trusted() ? 1 : 0)
                .register(registry);
        count("huizhen.cluster.sent", cluster, Cluster.Traffic::sent);
        count("huizhen.cluster.received", cluster, Cluster.Traffic::received);
        count("huizhen.cluster.dropped", cluster, Cluster.Traffic::dropped);
        count("huizhen.cluster.gaps", cluster, Cluster.Traffic::gaps);
    }

    private void count(String name, Cluster cluster, ToDoubleFunction<Cluster.Traffic> figure) {
        FunctionCounter.builder(name, cluster, all -> figure.applyAsDouble(all.traffic()))
                .register(registry);
    }

    void refused(SignalError error) {
        refused.computeIfAbsent(error.slug(), slug -> registry.counter("huizhen.signaling.refused", "error", slug))
                .increment();
    }

    /** Sockets that the server closed: {@code slow-consumer} are the drops. */
    void closed(CloseReason reason) {
        closed.computeIfAbsent(reason, r -> registry.counter("huizhen.signaling.closed", "reason", r.text()))
                .increment();
    }
}
