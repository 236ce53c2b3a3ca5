package org.huizhen.server.imaging.gateways;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Authentication;
import org.huizhen.server.http.Routes;
import org.huizhen.server.imaging.ReadingStates;
import org.huizhen.server.imaging.ingest.Completeness;

/** Everything about gateways, put together. */
public final class GatewayDesk {
    private final Pairing pairing;
    private final GatewayResource resource;
    private final ManifestResource manifests;
    private final Authentication authentication;

    /**
     * What gateways are told and held to.
     *
     * @param codeValidity of pairing codes
     * @param silence a gateway without heartbeat that long is shown as silent
     * @param certificatePin SHA-256 of the center's public key, base64; empty on plain HTTP
     */
    public record GatewayRules(
            Duration codeValidity, Duration silence, ZoneId zone, Supplier<Optional<String>> certificatePin) {}

    public GatewayDesk(
            Database database,
            Access access,
            AuditLog audit,
            GatewayRules rules,
            Completeness completeness,
            ReadingStates readings,
            ObjectMapper json,
            Clock clock) {
        Gateways gateways = new Gateways(json);
        this.pairing = new Pairing(database, audit, gateways, rules.codeValidity(), clock);
        this.resource = new GatewayResource(
                database,
                access,
                audit,
                gateways,
                pairing,
                json,
                new GatewayResource.GatewayFacts(
                        clock, rules.silence(), rules.certificatePin(), new TodaysStudies(rules.zone(), readings)));
        this.manifests = new ManifestResource(database, new Manifests(), completeness);
        this.authentication = new GatewayAuthentication(database, gateways);
    }

    public void register(Routes routes) {
        resource.register(routes);
        manifests.register(routes);
    }

    /** Knows the tokens of gateways; to be asked before the sessions of people. */
    public Authentication authentication() {
        return authentication;
    }

    public Pairing pairing() {
        return pairing;
    }
}
