package org.huizhen.server.signaling;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Map<String, Counter> refused = new ConcurrentHashMap<>();
    private final Map<CloseReason, Counter> closed = new ConcurrentHashMap<>();

    SignalMetrics(MeterRegistry registry, SignalSessions sessions) {
        this.registry = registry;
        this.received = registry.counter("huizhen.signaling.messages", "direction", "in");
        this.sent = registry.counter("huizhen.signaling.messages", "direction", "out");
        this.events = registry.counter("huizhen.signaling.events");
        this.dropped = registry.counter("huizhen.signaling.dropped");
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

    void sent() {
        sent.increment();
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
