package org.huizhen.server.imaging.ingest;

import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;

/**
 * In whose name instances come.
 *
 * @param organizationCode begins the issuer of Patient IDs
 */
record Sender(Actor actor, OrganizationId organization, String organizationCode) {

    Optional<GatewayId> gateway() {
        return actor instanceof Actor.Gateway gateway ? Optional.of(gateway.gatewayId()) : Optional.empty();
    }
}
