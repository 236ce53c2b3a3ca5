package org.huizhen.server.media;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** What is counted of the media server. */
public final class MediaMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger rooms = new AtomicInteger();
    private final AtomicInteger links = new AtomicInteger();
    private final Timer negotiations;
    private final Counter connected;
    private final Counter failed;
    private final Counter lost;
    private final Counter orphans;

    public MediaMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("huizhen.media.rooms", rooms, AtomicInteger::get).register(registry);
        Gauge.builder("huizhen.media.links", links, AtomicInteger::get).register(registry);
        this.negotiations = registry.timer("huizhen.media.negotiations");
        this.connected = registry.counter("huizhen.media.server.connected");
        this.failed = registry.counter("huizhen.media.server.probe.failed");
        this.lost = registry.counter("huizhen.media.rooms.lost");
        this.orphans = registry.counter("huizhen.media.orphans.released");
    }

    /** 1 while the server answers. */
    public void watch(BooleanSupplier well) {
        Gauge.builder("huizhen.media.server.well", () -> well.getAsBoolean() ? 1 : 0)
                .register(registry);
    }

    public void rooms(int change) {
        rooms.addAndGet(change);
    }

    public void links(int change) {
        links.addAndGet(change);
    }

    /** From a link's turn to its answer. */
    public void negotiated(Duration took) {
        negotiations.record(took);
    }

    /** @param outcome {@code refused} or {@code lost} */
    public void notNegotiated(String outcome) {
        registry.counter("huizhen.media.negotiations.failed", "outcome", outcome)
                .increment();
    }

    public void connected() {
        connected.increment();
    }

    public void probeFailed() {
        failed.increment();
    }

    public void roomLost() {
        lost.increment();
    }

    public void orphanReleased() {
        orphans.increment();
    }

    /** The server has begun to transcode, which it never should. */
    public void transcoding(MediaKind kind) {
        registry.counter("huizhen.media.transcoding", "kind", kind.name().toLowerCase(java.util.Locale.ROOT))
                .increment();
    }
}
