package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolTotals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the center every few seconds how the gateway is, and learns how its studies are. */
final class Heartbeat {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final CenterClient client;
    private final String gatewayId;
    private final String version;
    private final Spool spool;
    private final Line line;
    private final Told told;
    private final Clock clock;

    /** Who hears what the center answers, and where it is kept over a restart. */
    record Told(CenterStudies studies, SendOrder order, CenterWords words) {
        /** What the center had said before this gateway was restarted, until it speaks again. */
        void remember() {
            words.read().ifPresent(this::tell);
        }

        private void tell(JsonNode answer) {
            studies.update(answer.path("studies"));
            order.update(answer);
        }
    }

    Heartbeat(Pairing pairing, CenterClient client, String version, Spool spool, Line line, Told told, Clock clock) {
        this.client = client;
        this.gatewayId = pairing.gatewayId();
        this.version = version;
        this.spool = spool;
        this.line = line;
        this.told = told;
        this.clock = clock;
    }

    /** One heartbeat; a failure shows on the line and nowhere else. @return whether the center is back after one */
    boolean beat() {
        Instant started = clock.instant();
        long nanos = System.nanoTime();
        boolean back = false;
        try {
            JsonNode answer = client.post("/api/v1/gateways/" + gatewayId + "/heartbeat", report(started));
            Duration took = Duration.ofNanos(System.nanoTime() - nanos);
            back = line.alive(took);
            told.tell(answer);
            Instant there = OffsetDateTime.parse(answer.path("time").asText()).toInstant();
            line.clockOffset(Duration.between(started.plus(took.dividedBy(2)), there));
            told.words().keep(answer);
        } catch (CenterException e) {
            line.failed(started, e);
            LOG.debug("heartbeat: {}", e.reason());
        } catch (RuntimeException e) {
            LOG.warn("the heartbeat failed", e); // the next one must come whatever went wrong with this one
        }
        return back;
    }

    private ObjectNode report(Instant now) {
        SpoolTotals totals = spool.ledger().totals();
        return JsonNodeFactory.instance
                .objectNode()
                .put("version", version)
                .put("waitingInstances", totals.waitingInstances())
                .put("waitingBytes", totals.waitingBytes())
                .put("refused", totals.refused())
                .put("diskFreeBytes", spool.freeBytes())
                .put("clock", now.toString())
                .put("line", line.view().state().name().toLowerCase(Locale.ROOT));
    }
}
