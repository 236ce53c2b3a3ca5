package org.huizhen.server.signaling.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.PresenceMessage;

/** Who is connected to other nodes, as these have told. Thread-safe. */
final class Elsewhere {

    /** How a person wants to be seen, since when. */
    record Shown(PresenceMessage.State state, boolean onDuty, Instant since) {
        static final Shown FRESH = new Shown(PresenceMessage.State.AVAILABLE, false, Instant.EPOCH);

        boolean newerThan(Shown other) {
            return since.isAfter(other.since);
        }
    }

    private final Map<String, Map<UserId, Shown>> nodes = new ConcurrentHashMap<>();

    /** How the person is shown by nodes on which they are connected. */
    Optional<Shown> of(UserId person) {
        Shown newest = null;
        for (Map<UserId, Shown> people : nodes.values()) {
            Shown shown = people.get(person);
            if (shown != null && (newest == null || shown.newerThan(newest))) {
                newest = shown;
            }
        }
        return Optional.ofNullable(newest);
    }

    /** Takes what a node tells; gives those of whom it has told. */
    Set<UserId> take(String node, ObjectNode message) {
        Map<UserId, Shown> people = nodes.computeIfAbsent(node, name -> new ConcurrentHashMap<>());
        Set<UserId> told = new HashSet<>();
        if (message.path("all").asBoolean()) {
            told.addAll(people.keySet());
            people.clear();
        }
        for (JsonNode entry : message.path("people")) {
            UserId person = new UserId(UUID.fromString(entry.path("user").asText()));
            told.add(person);
            Optional<PresenceMessage.State> state =
                    PresenceMessage.State.of(entry.path("state").asText());
            if (state.isPresent()) {
                people.put(
                        person,
                        new Shown(
                                state.get(),
                                entry.path("onDuty").asBoolean(),
                                Instant.ofEpochMilli(entry.path("since").asLong())));
            } else {
                people.remove(person);
            }
        }
        return told;
    }

    static void write(ArrayNode array, UserId person, Optional<Shown> shown) {
        ObjectNode entry = array.addObject().put("user", person.toString());
        shown.ifPresent(now -> entry.put("state", now.state().identifier())
                .put("onDuty", now.onDuty())
                .put("since", now.since().toEpochMilli()));
    }

    /** The node is gone; gives those who were connected to it. */
    Collection<UserId> forget(String node) {
        Map<UserId, Shown> people = nodes.remove(node);
        return people == null ? Set.of() : Set.copyOf(people.keySet());
    }
}
