package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.cluster.Subscriber;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.call.Trunk;
import org.huizhen.server.signaling.register.RoomRegister;

/** Brings what has been committed on any node to the sessions and rooms of every node. */
final class Announcer implements RoomRegister.Listener {
    private static final String NOTIFY = "notify";
    private static final String CLOSED = "room.closed";

    /** Closes what lives of a room on this node. */
    @FunctionalInterface
    interface Closer {
        void closed(RoomId room, String reason);
    }

    private final Cluster cluster;
    private final Trunk trunk;

    /** Before the cluster starts. */
    Announcer(Cluster cluster, Trunk trunk, SignalSessions sessions, SignalMetrics metrics, Closer rooms) {
        this.cluster = cluster;
        this.trunk = trunk;
        cluster.subscribe(NOTIFY, new Subscriber() {
            @Override
            public void heard(String from, ObjectNode message) {
                metrics.published();
                sessions.publish(event(message));
            }

            @Override
            public void missed() {
                sessions.tellMissed();
            }
        });
        cluster.subscribe(
                CLOSED,
                (from, message) -> rooms.closed(
                        new RoomId(UUID.fromString(message.path("room").asText())),
                        message.path("reason").asText()));
    }

    /** An event of the outbox, which one node takes: all are told when the transaction that takes it commits. */
    void publish(Transaction transaction, Event event) {
        cluster.publish(transaction, NOTIFY, message(event));
    }

    /** The same without a transaction. */
    void publish(Event event) {
        cluster.publish(NOTIFY, message(event));
    }

    private static ObjectNode message(Event event) {
        ObjectNode message = JsonNodeFactory.instance
                .objectNode()
                .put("id", event.id().toString())
                .put("type", event.type())
                .put("aggregate", event.aggregate())
                .put("aggregateId", event.aggregateId().toString())
                .put("version", event.version())
                .put("at", event.at().toString());
        event.organizationId().ifPresent(organization -> message.put("organization", organization.toString()));
        return message;
    }

    private static Event event(ObjectNode message) {
        String organization = message.path("organization").asText();
        return new Event(
                UUID.fromString(message.path("id").asText()),
                message.path("type").asText(),
                message.path("aggregate").asText(),
                UUID.fromString(message.path("aggregateId").asText()),
                message.path("version").asLong(),
                organization.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new OrganizationId(UUID.fromString(organization))),
                Instant.parse(message.path("at").asText()),
                JsonNodeFactory.instance.objectNode());
    }

    @Override
    public void invited(RoomId room, Set<UserId> people) {
        trunk.tell(
                people,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "room.invited")
                        .put("room", room.toString()));
    }

    @Override
    public void closed(RoomId room, String reason) {
        cluster.publish(
                CLOSED,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("room", room.toString())
                        .put("reason", reason));
    }
}
