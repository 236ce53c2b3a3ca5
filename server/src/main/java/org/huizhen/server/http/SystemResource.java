package org.huizhen.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** {@code /health/live}, {@code /health/ready}, {@code /metrics} (loopback only) and the contract. */
public final class SystemResource {
    private static final Set<String> PROXIES = Set.of("x-forwarded-for", "forwarded", "x-real-ip", "via");

    private final Map<String, BooleanSupplier> checks;
    private final PrometheusMeterRegistry meters;
    /** Merged when first asked for: reading YAML would slow each start. */
    private volatile String contract;

    /** @param checks what must hold for the server to be of use, by name, in order */
    public SystemResource(Map<String, BooleanSupplier> checks, PrometheusMeterRegistry meters) {
        this.checks = new LinkedHashMap<>(checks);
        this.meters = meters;
    }

    public void routes(Routes routes) {
        routes.open(HandlerType.GET, "/health/live", context -> context.json(Map.of("status", "up")))
                .open(HandlerType.GET, "/health/ready", this::ready)
                .open(HandlerType.GET, "/metrics", this::metrics)
                .open(HandlerType.GET, "/api/v1/openapi.json", this::contract);
    }

    private void contract(Context context) {
        if (contract == null) {
            contract = OpenApi.merged().toString();
        }
        context.contentType("application/json").result(contract);
    }

    private void ready(Context context) {
        Map<String, String> states = new LinkedHashMap<>();
        boolean ready = true;
        for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
            boolean up = holds(check.getValue());
            ready &= up;
            states.put(check.getKey(), up ? "up" : "down");
        }
        context.status(ready ? 200 : 503)
                .header("Cache-Control", "no-store")
                .json(Map.of("status", ready ? "up" : "down", "checks", states));
    }

    private void metrics(Context context) {
        if (!local(context.ip(), context.headerMap().keySet())) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        context.contentType("text/plain; version=0.0.4; charset=utf-8").result(meters.scrape());
    }

    private static boolean holds(BooleanSupplier check) {
        try {
            return check.getAsBoolean();
        } catch (RuntimeException e) {
            return false; // whatever is wrong with it, it is not ready
        }
    }

    /** From this machine, and not for somebody else: a proxy on this machine speaks for those outside. */
    static boolean local(String address, Set<String> headers) {
        return loopback(address)
                && headers.stream().map(name -> name.toLowerCase(Locale.ROOT)).noneMatch(PROXIES::contains);
    }

    private static boolean loopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
