package org.huizhen.gateway.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import io.javalin.json.JavalinJackson;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.huizhen.config.Addresses;
import org.huizhen.config.GatewaySettings;
import org.huizhen.gateway.forward.Line;

/**
 * Serves the page, {@code /api/status}, {@code /health/live}, {@code /health/ready} and {@code /metrics}. From other
 * machines all but the health routes ask for the PIN.
 */
public final class StatusServer implements AutoCloseable {
    private static final String SESSION = "huizhen-gateway";
    private static final int LARGEST_BODY = 1024;
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    private static final Map<String, String> PAGE = Map.of(
            "index.html", "text/html; charset=utf-8",
            "status.js", "text/javascript; charset=utf-8",
            "text.js", "text/javascript; charset=utf-8",
            "status.css", "text/css; charset=utf-8");

    private final StatusSource source;
    private final PinGate gate;
    private final Javalin javalin;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private StatusServer(GatewaySettings.Http settings, StatusSource source, Clock clock) {
        this.source = source;
        this.gate = new PinGate(settings.pin(), clock);
        registerMetrics();
        ObjectMapper json = new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = LARGEST_BODY;
            config.jsonMapper(new JavalinJackson(json, true));
            config.routes.before(this::secure);
            config.routes.get("/", context -> page(context, "index.html"));
            for (String name : PAGE.keySet()) {
                config.routes.get("/" + name, context -> page(context, name));
            }
            config.routes.get("/health/live", context -> context.result("ok"));
            config.routes.get("/health/ready", this::ready);
            config.routes.get("/api/status", context -> guarded(context, () -> context.json(source.report())));
            config.routes.get(
                    "/metrics",
                    context -> guarded(
                            context,
                            () -> context.contentType("text/plain; version=0.0.4")
                                    .result(metrics.scrape())));
            config.routes.post("/api/pin", this::enter);
        });
        javalin.start(settings.address(), settings.port());
    }

    /** Begins to serve. */
    public static StatusServer start(GatewaySettings.Http settings, StatusSource source, Clock clock) {
        return new StatusServer(settings, source, clock);
    }

    public int port() {
        return javalin.port();
    }

    private void secure(Context context) {
        context.header("Content-Security-Policy", POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
    }

    private void page(Context context, String name) {
        try (InputStream in = StatusServer.class.getResourceAsStream("/page/" + name)) {
            context.contentType(PAGE.get(name)).result(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the page", e);
        }
    }

    private void ready(Context context) {
        boolean ready = source.hasRoom();
        context.status(ready ? 200 : 503).result(ready ? "ready" : "no room in the spool");
    }

    /**
     * Whether the person sits at this machine: by address and by the name in the address bar, since a proxy on this machine
     * calls from loopback for others, and a page from elsewhere may have its name point here (DNS rebinding).
     */
    static boolean isHere(String address, String host) {
        return Addresses.isLoopback(address) && host != null && Addresses.isLoopback(host.replaceFirst(":\\d+$", ""));
    }

    private void guarded(Context context, Runnable answer) {
        if (gate.admits(isHere(context.ip(), context.header("Host")), context.cookie(SESSION))) {
            answer.run();
        } else {
            context.status(401).json(Map.of("type", "pin-required"));
        }
    }

    private void enter(Context context) {
        String address = context.ip();
        Duration delay = gate.delay(address);
        if (delay.isPositive()) {
            context.status(429)
                    .header("Retry-After", Long.toString(delay.toSeconds() + 1))
                    .json(Map.of("type", "too-many-tries", "seconds", delay.toSeconds() + 1));
            return;
        }
        Optional<String> session = gate.enter(address, context.body().strip());
        if (session.isEmpty()) {
            context.status(403).json(Map.of("type", "wrong-pin"));
            return;
        }
        Cookie cookie = new Cookie(SESSION, session.get());
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        context.cookie(cookie);
        context.status(204);
    }

    private void registerMetrics() {
        gauge(
                "huizhen_gateway_waiting_instances",
                "Instances not at the center yet",
                () -> source.totals().waitingInstances());
        gauge(
                "huizhen_gateway_waiting_bytes",
                "Bytes not at the center yet",
                () -> source.totals().waitingBytes());
        gauge(
                "huizhen_gateway_refused_instances",
                "Instances the center refused for good",
                () -> source.totals().refused());
        gauge(
                "huizhen_gateway_quarantined_instances",
                "Instances with the UID of another",
                () -> source.totals().quarantined());
        gauge("huizhen_gateway_disk_free_bytes", "Free space beside the spool", source::freeBytes);
        gauge("huizhen_gateway_associations", "Open DICOM associations", source::associations);
        gauge("huizhen_gateway_line_up", "1 while the center answers", () -> up() ? 1 : 0);
        counter(
                "huizhen_gateway_received_instances",
                "Instances received",
                () -> source.totals().receivedSinceStart());
        counter(
                "huizhen_gateway_duplicate_instances",
                "Instances received again",
                () -> source.totals().duplicatesSinceStart());
        counter(
                "huizhen_gateway_delivered_instances",
                "Instances the center took",
                () -> source.totals().deliveredSinceStart());
        counter("huizhen_gateway_door_refusals", "Associations and instances turned away", source::refusedAtTheDoor);
        counter("huizhen_gateway_sent_bytes", "Bytes of bodies sent, as they travel", source::sentBytes);
    }

    private boolean up() {
        Line.State state = source.line().state();
        return state == Line.State.UP || state == Line.State.SLOW;
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(metrics);
    }

    private void counter(String name, String description, Supplier<Number> value) {
        FunctionCounter.builder(name, source, any -> value.get().doubleValue())
                .description(description)
                .register(metrics);
    }

    @Override
    public void close() {
        javalin.stop();
        metrics.close();
    }
}
