package org.huizhen.server.core;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Something that has happened, written in the transaction that made it happen (decision 8). Consumers are idempotent by
 * {@code id}.
 *
 * @param type dotted, past tense: {@code study.arrived}, {@code report.final}
 * @param aggregate the identifier of mission.md whose state changed: {@code study}, {@code readingRequest}
 * @param version the aggregate's version after the change
 * @param organizationId the organization the aggregate belongs to; absent for consortium-wide ones
 * @param payload small facts; ids rather than copies, never patient data
 */
public record Event(
        UUID id,
        String type,
        String aggregate,
        UUID aggregateId,
        long version,
        Optional<OrganizationId> organizationId,
        Instant at,
        JsonNode payload) {

    public static Event of(
            String type, String aggregate, Id aggregateId, long version, OrganizationId organizationId, Instant at) {
        return of(type, aggregate, aggregateId, version, organizationId, at, JsonNodeFactory.instance.objectNode());
    }

    public static Event of(
            String type,
            String aggregate,
            Id aggregateId,
            long version,
            OrganizationId organizationId,
            Instant at,
            ObjectNode payload) {
        return new Event(
                Uuids.next(),
                type,
                aggregate,
                aggregateId.value(),
                version,
                Optional.ofNullable(organizationId),
                at,
                payload);
    }
}
