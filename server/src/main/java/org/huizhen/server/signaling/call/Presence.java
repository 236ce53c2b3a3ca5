package org.huizhen.server.signaling.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.PresenceMessage;

/** Who is there, how they want to be seen, and who is on duty. Thread-safe. */
public final class Presence {
    private record Shown(PresenceMessage.State state, boolean onDuty) {}

    private static final Shown FRESH = new Shown(PresenceMessage.State.AVAILABLE, false);

    private final Line line;
    private final Map<UserId, Shown> shown = new ConcurrentHashMap<>();

    public Presence(Line line) {
        this.line = line;
    }

    public void appear(UserId person, PresenceMessage.Appear wanted) {
        Shown now = new Shown(wanted.state(), wanted.onDuty());
        if (!now.equals(shown.put(person, now))) {
            line.shown(person, event(person));
        }
    }

    /** A tab of the person has a line, for the first time or again. */
    public void came(UserId person) {
        shown.putIfAbsent(person, FRESH);
        line.shown(person, event(person));
    }

    /** A tab has no line any more; duty and state are kept while one may come back. */
    public void went(UserId person) {
        if (!line.known(person)) {
            shown.remove(person);
        }
        if (!line.connected(person)) {
            line.shown(person, event(person));
        }
    }

    /** What {@code presence.watch} answers. */
    public void write(ArrayNode array, Set<UserId> people) {
        people.forEach(person -> array.add(json(person)));
    }

    /**
     * Whom a call to several people rings: those on duty; where nobody has said so, everybody who is not busy.
     */
    Set<UserId> ringable(Set<UserId> people) {
        Set<UserId> there = line.connected(people);
        Set<UserId> onDuty = there.stream()
                .filter(person -> shown.getOrDefault(person, FRESH).onDuty())
                .collect(Collectors.toSet());
        if (!onDuty.isEmpty()) {
            return onDuty;
        }
        return there.stream()
                .filter(person -> shown.getOrDefault(person, FRESH).state() != PresenceMessage.State.BUSY)
                .collect(Collectors.toSet());
    }

    private ObjectNode event(UserId person) {
        return json(person).put("type", "presence.changed");
    }

    private ObjectNode json(UserId person) {
        Shown now = line.connected(person) ? shown.getOrDefault(person, FRESH) : null;
        return JsonNodeFactory.instance
                .objectNode()
                .put("userId", person.toString())
                .put("state", now == null ? "offline" : now.state().identifier())
                .put("onDuty", now != null && now.onDuty());
    }
}
