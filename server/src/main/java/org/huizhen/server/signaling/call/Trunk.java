package org.huizhen.server.signaling.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.UUID;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.core.UserId;

/** Tells people whatever node their tabs are connected to. */
public final class Trunk {
    private static final String CHANNEL = "tell";

    private final Cluster cluster;

    /** Before the cluster starts. */
    public Trunk(Line line, Cluster cluster) {
        this.cluster = cluster;
        cluster.subscribe(CHANNEL, (from, message) -> {
            if (message.path("event") instanceof ObjectNode event) {
                for (JsonNode person : message.path("people")) {
                    line.tell(new UserId(UUID.fromString(person.asText())), event);
                }
            }
        });
    }

    /** Every tab of theirs keeps the event. */
    public void tell(Collection<UserId> people, ObjectNode event) {
        if (people.isEmpty()) {
            return;
        }
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        people.forEach(person -> message.withArray("people").add(person.toString()));
        message.set("event", event);
        cluster.publish(CHANNEL, message);
    }
}
