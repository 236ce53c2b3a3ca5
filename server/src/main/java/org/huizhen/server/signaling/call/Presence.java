package org.huizhen.server.signaling.call;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.cluster.Subscriber;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.call.Elsewhere.Shown;
import org.huizhen.server.signaling.message.PresenceMessage;

/**
 * Who is there, how they want to be seen, and who is on duty. Each node tells the others of its own people; a person who is
 * connected to several is what they have said last. Thread-safe.
 */
public final class Presence {
    private static final String CHANNEL = "presence";
    /** People in one message. */
    private static final int PAGE = 50;

    private final Line line;
    private final Cluster cluster;
    private final Clock clock;
    private final Map<UserId, Shown> shown = new ConcurrentHashMap<>();
    private final Elsewhere elsewhere = new Elsewhere();

    /** Before the cluster starts. */
    public Presence(Line line, Cluster cluster, Clock clock) {
        this.line = line;
        this.cluster = cluster;
        this.clock = clock;
        cluster.subscribe(CHANNEL, new Others());
        cluster.members().watch(new Membership.Watcher() {
            @Override
            public void came(String node) {
                ask();
            }

            @Override
            public void went(String node) {
                elsewhere.forget(node).forEach(Presence.this::announce);
            }
        });
    }

    public void appear(UserId person, PresenceMessage.Appear wanted) {
        Shown now = new Shown(wanted.state(), wanted.onDuty(), clock.instant());
        Shown before = shown.put(person, now);
        if (before == null || before.state() != now.state() || before.onDuty() != now.onDuty()) {
            changed(person);
        }
    }

    /** A tab of the person has a line, for the first time or again. */
    public void came(UserId person) {
        shown.putIfAbsent(person, Shown.FRESH);
        changed(person);
    }

    /** A tab has no line any more; duty and state are kept while one may come back. */
    public void went(UserId person) {
        if (!line.known(person)) {
            shown.remove(person);
        }
        if (!line.connected(person)) {
            changed(person);
        }
    }

    /** What {@code presence.watch} answers. */
    public void write(ArrayNode array, Set<UserId> people) {
        people.forEach(person -> array.add(json(person)));
    }

    /** Those of them who are connected to any node. */
    Set<UserId> connected(Set<UserId> people) {
        return people.stream().filter(person -> of(person).isPresent()).collect(Collectors.toSet());
    }

    /**
     * Whom a call to several people rings: those on duty; where nobody has said so, everybody who is not busy.
     */
    Set<UserId> ringable(Set<UserId> people) {
        Set<UserId> there = connected(people);
        Set<UserId> onDuty = there.stream()
                .filter(person -> of(person).filter(Shown::onDuty).isPresent())
                .collect(Collectors.toSet());
        if (!onDuty.isEmpty()) {
            return onDuty;
        }
        return there.stream()
                .filter(person -> of(person)
                        .filter(now -> now.state() != PresenceMessage.State.BUSY)
                        .isPresent())
                .collect(Collectors.toSet());
    }

    private Optional<Shown> here(UserId person) {
        return line.connected(person) ? Optional.of(shown.getOrDefault(person, Shown.FRESH)) : Optional.empty();
    }

    private Optional<Shown> of(UserId person) {
        Optional<Shown> there = elsewhere.of(person);
        return here(person)
                .filter(here -> there.filter(other -> other.newerThan(here)).isEmpty())
                .or(() -> there);
    }

    private void changed(UserId person) {
        announce(person);
        if (cluster.members().several()) {
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            Elsewhere.write(message.putArray("people"), person, here(person));
            cluster.publish(CHANNEL, message);
        }
    }

    /** To those connected here who watch the person. */
    private void announce(UserId person) {
        line.shown(person, json(person).put("type", "presence.changed"));
    }

    private ObjectNode json(UserId person) {
        Optional<Shown> now = of(person);
        return JsonNodeFactory.instance
                .objectNode()
                .put("userId", person.toString())
                .put("state", now.map(known -> known.state().identifier()).orElse("offline"))
                .put("onDuty", now.filter(Shown::onDuty).isPresent());
    }

    /** What other nodes tell of their people. */
    private final class Others implements Subscriber {
        @Override
        public void heard(String from, ObjectNode message) {
            if (from.equals(cluster.members().self().name())) {
                return;
            }
            if (message.path("who").asBoolean()) {
                tellAll();
            } else {
                elsewhere.take(from, message).forEach(Presence.this::announce);
            }
        }

        /** Asks everybody; what they told before is corrected by it. */
        @Override
        public void missed() {
            if (cluster.members().several()) {
                ask();
                tellAll();
            }
        }
    }

    /** Every other node tells of all its people. */
    private void ask() {
        cluster.publish(CHANNEL, JsonNodeFactory.instance.objectNode().put("who", true));
    }

    private void tellAll() {
        List<UserId> people = new ArrayList<>(line.everybody());
        // The first page replaces whatever was known, even when there is nobody.
        for (int from = 0; from == 0 || from < people.size(); from += PAGE) {
            ObjectNode message = JsonNodeFactory.instance.objectNode();
            if (from == 0) {
                message.put("all", true);
            }
            ArrayNode array = message.putArray("people");
            people.subList(from, Math.min(people.size(), from + PAGE))
                    .forEach(person -> Elsewhere.write(array, person, here(person)));
            cluster.publish(CHANNEL, message);
        }
    }
}
