package org.huizhen.server.imaging.gateways;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;

/** A clinic's gateway as the center knows it. */
record Gateway(
        GatewayId id,
        long version,
        String name,
        OrganizationId organizationId,
        String organizationName,
        String organizationCode,
        Optional<String> aeTitle,
        Instant pairedAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastSeenAt,
        Optional<JsonNode> heartbeat,
        Optional<Double> clockOffsetSeconds) {

    /** {@code online}, {@code silent} or {@code revoked}. */
    String state(Instant now, Duration silence) {
        if (revokedAt.isPresent()) {
            return "revoked";
        }
        return lastSeenAt.filter(seen -> seen.plus(silence).isAfter(now)).isPresent() ? "online" : "silent";
    }
}
