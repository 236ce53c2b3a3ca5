package org.huizhen.gateway.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.huizhen.gateway.spool.SpoolFixture.bytes;
import static org.huizhen.gateway.spool.SpoolFixture.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.huizhen.config.GatewaySettings;
import org.huizhen.gateway.Eventually;
import org.huizhen.gateway.spool.Spool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clinic's clock is wrong and is set right while instances wait: nothing waits for the clock to catch up. */
final class ClockJumpTest {
    private static final String STUDY = "1.2.3";
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final Jumping clock = new Jumping();
    private ScriptedCenter center;
    private Spool spool;
    private Forwarder forwarder;

    /** The real clock, off by as much as a test says. */
    private static final class Jumping extends Clock {
        private volatile Duration off = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.system(zone);
        }
    }

    @BeforeEach
    void open() throws IOException {
        center = new ScriptedCenter();
        openSpool();
    }

    private void openSpool() {
        spool = Spool.open(folder.resolve("spool"), new Spool.Limits(1 << 20, 1, 64 << 20), clock);
    }

    @AfterEach
    void close() {
        forwarder.close();
        spool.close();
        center.close();
    }

    @Test
    void whatWasPutOffGoesAfterTheClockIsSetBackAnHour() {
        jumps(HOUR.negated());
    }

    @Test
    void whatWasPutOffGoesAfterTheClockIsSetForwardAnHour() {
        jumps(HOUR);
    }

    private void jumps(Duration by) {
        center.failWith.put("1.1", 0x0110); // passing: this one is put off by itself
        center.everythingFailsWith = 0;
        store(spool, "1.1", STUDY, bytes(1, 1000));
        store(spool, "1.2", STUDY, bytes(2, 1000));
        start();
        Eventually.until("one there, one refused for now", () -> center.instances.containsKey("1.2"));
        center.everythingFailsWith = 507; // and then all of it
        store(spool, "1.3", STUDY, bytes(3, 1000));
        Eventually.until("the line is down", () -> forwarder.line().state() == Line.State.DOWN);
        clock.off = by;
        center.failWith.clear();
        center.everythingFailsWith = 0;
        store(spool, "1.4", STUDY, bytes(4, 1000));
        Eventually.until("all at the center", () -> center.instances.size() == 4);
        Eventually.until(
                "all confirmed", () -> spool.ledger().studies().getFirst().confirmed() == 4);
    }

    @Test
    void numbersGrowThoughTheClockIsSetBackOverARestart() {
        store(spool, "1.1", STUDY, bytes(1, 1000));
        store(spool, "1.2", STUDY, bytes(2, 1000));
        spool.close();
        clock.off = HOUR.negated();
        openSpool();
        store(spool, "1.3", STUDY, bytes(3, 1000));
        start();
        Eventually.until(
                "all confirmed", () -> spool.ledger().studies().getFirst().confirmed() == 3);
        assertThat(center.announced(STUDY)).containsOnlyKeys("1.1", "1.2", "1.3");
    }

    private void start() {
        GatewaySettings.Forward settings = new GatewaySettings.Forward(
                8, 1 << 20, 100, true, Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofMillis(100));
        forwarder = new Forwarder(
                settings, List.of(), Optional.of(center.pairing()), folder.resolve("center-words.json"), spool, clock);
        forwarder.start("test");
    }
}
