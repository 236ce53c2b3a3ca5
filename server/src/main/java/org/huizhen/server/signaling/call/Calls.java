package org.huizhen.server.signaling.call;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.cluster.Cluster;
import org.huizhen.server.cluster.ClusterException;
import org.huizhen.server.cluster.Node;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.CallMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;

/**
 * Calls that ring: a person's tabs, or everybody of a department who is on duty until the first accepts. Short-lived and in
 * the memory of the node to which the caller is connected, which the call's id names: what is said about it on another node
 * is asked there. The invitation that lets the called person in is kept by the {@link Switch}. Thread-safe.
 */
public final class Calls {
    static final Duration RINGS = Duration.ofSeconds(45);
    private static final int MOST_OF_ONE = 5;
    private static final int MOST = 5_000;

    /** Invites whom a call rings and says who that is. May block. */
    public interface Switch {
        Callee ring(RoomId room, Actor.Person caller, UUID callee);
    }

    /** @param one a single person, rung however they want to be seen */
    public record Callee(String name, Set<UserId> people, boolean one) {}

    private static final String CHANNEL = "call";

    /** Whoever does something about a call, as other nodes are told of them. */
    private record Who(UserId userId, String displayName) {
        static Who of(Actor.Person person) {
            return new Who(person.userId(), person.displayName());
        }
    }

    private static final class Call {
        final String id;
        final RoomId room;
        final Actor.Person caller;
        final Set<UserId> ringing;
        final Instant until;

        Call(String id, RoomId room, Actor.Person caller, Set<UserId> ringing, Instant until) {
            this.id = id;
            this.room = room;
            this.caller = caller;
            this.ringing = new HashSet<>(ringing);
            this.until = until;
        }
    }

    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Trunk line;
    private final Presence presence;
    private final Switch exchange;
    private final Cluster cluster;
    private final Clock clock;

    /** Before the cluster starts. */
    public Calls(Trunk line, Presence presence, Switch exchange, Cluster cluster, Clock clock) {
        this.line = line;
        this.presence = presence;
        this.exchange = exchange;
        this.cluster = cluster;
        this.clock = clock;
        cluster.answer(CHANNEL, this::asked);
    }

    /** May block. @throws SignalException the refusal */
    public ObjectNode handle(Actor.Person person, CallMessage message) {
        return switch (message) {
            case CallMessage.Invite invite -> {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                invite(person, invite, answer);
                yield answer;
            }
            case CallMessage.Ring ring -> about(ring.call(), "ring", Who.of(person), "");
            case CallMessage.Accept accept -> about(accept.call(), "accept", Who.of(person), "");
            case CallMessage.Decline decline -> about(decline.call(), "decline", Who.of(person), decline.reason());
            case CallMessage.Cancel cancel -> about(cancel.call(), "cancel", Who.of(person), "");
        };
    }

    /** Here, or where the call is. */
    private ObjectNode about(String call, String deed, Who who, String reason) {
        int dot = call.lastIndexOf('.');
        Node owner = cluster.members().marked(call.substring(dot + 1)).orElseThrow(Calls::over);
        if (owner.name().equals(cluster.members().self().name())) {
            return done(call, deed, who, reason);
        }
        ObjectNode question = JsonNodeFactory.instance
                .objectNode()
                .put("call", call)
                .put("deed", deed)
                .put("user", who.userId().toString())
                .put("name", who.displayName())
                .put("reason", reason);
        try {
            ObjectNode answer = cluster.ask(owner, CHANNEL, question);
            if (answer.path("ok") instanceof ObjectNode ok) {
                return ok;
            }
            throw over();
        } catch (ClusterException e) {
            throw new SignalException(SignalError.UNAVAILABLE, "the caller's server does not answer")
                    .retryAfter(Duration.ofSeconds(1));
        }
    }

    /** What another node asks. */
    private ObjectNode asked(ObjectNode question) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        Who who = new Who(
                new UserId(UUID.fromString(question.path("user").asText())),
                question.path("name").asText());
        try {
            answer.set(
                    "ok",
                    done(
                            question.path("call").asText(),
                            question.path("deed").asText(),
                            who,
                            question.path("reason").asText()));
        } catch (SignalException e) {
            answer.put("refused", e.error().slug());
        }
        return answer;
    }

    private ObjectNode done(String call, String deed, Who who, String reason) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (deed) {
            case "ring" -> {
                Call rung = rung(who, call);
                line.tell(
                        Set.of(rung.caller.userId()),
                        event("call.ringing", rung).put("by", who.displayName()));
            }
            case "accept" -> accept(who, call, answer);
            case "decline" -> decline(who, call, reason);
            case "cancel" -> cancel(who, call);
            default -> throw over();
        }
        return answer;
    }

    private void invite(Actor.Person caller, CallMessage.Invite invite, ObjectNode answer) {
        Callee callee = exchange.ring(invite.room(), caller, invite.callee());
        Set<UserId> ringing =
                new HashSet<>(callee.one() ? presence.connected(callee.people()) : presence.ringable(callee.people()));
        ringing.remove(caller.userId());
        if (ringing.isEmpty()) {
            throw new SignalException(
                    SignalError.NO_RESOURCES,
                    "nobody to ring is connected; they are invited and see it when they come");
        }
        Call call = new Call(
                "c" + UUID.randomUUID() + "." + cluster.members().self().mark(),
                invite.room(),
                caller,
                ringing,
                clock.instant().plus(RINGS));
        synchronized (this) {
            long own = calls.values().stream()
                    .filter(known -> known.caller.userId().equals(caller.userId()))
                    .count();
            if (own >= MOST_OF_ONE || calls.size() >= MOST) {
                throw new SignalException(SignalError.TOO_MANY_REQUESTS, "calls: " + MOST_OF_ONE + " at a time")
                        .retryAfter(RINGS);
            }
            calls.put(call.id, call);
        }
        ObjectNode event = event("call.invited", call)
                .put("from", caller.displayName())
                .put("fromUserId", caller.userId().toString())
                .put("fromOrganizationId", caller.organizationId().toString())
                .put("callee", callee.name())
                .put("until", call.until.toString());
        line.tell(ringing, event);
        answer.put("call", call.id).put("ringing", ringing.size());
    }

    private void accept(Who person, String id, ObjectNode answer) {
        Set<UserId> others;
        Call call;
        synchronized (this) {
            call = rung(person, id);
            calls.remove(id);
            others = new HashSet<>(call.ringing);
        }
        ObjectNode accepted = event("call.accepted", call)
                .put("by", person.displayName())
                .put("byUserId", person.userId().toString());
        // The person's own other tabs stop ringing by it too.
        others.add(call.caller.userId());
        line.tell(others, accepted);
        answer.put("room", call.room.toString());
    }

    private void decline(Who person, String id, String reason) {
        Call call;
        boolean last;
        synchronized (this) {
            call = rung(person, id);
            call.ringing.remove(person.userId());
            last = call.ringing.isEmpty();
            if (last) {
                calls.remove(call.id);
            }
        }
        ObjectNode event = event("call.declined", call)
                .put("by", person.displayName())
                .put("byUserId", person.userId().toString())
                .put("over", last);
        if (!reason.isEmpty()) {
            event.put("reason", reason);
        }
        line.tell(List.of(call.caller.userId(), person.userId()), event);
    }

    private void cancel(Who caller, String id) {
        Call call;
        synchronized (this) {
            call = Optional.ofNullable(calls.get(id))
                    .filter(known -> known.caller.userId().equals(caller.userId()))
                    .orElseThrow(Calls::over);
            calls.remove(id);
        }
        line.tell(call.ringing, event("call.cancelled", call));
    }

    /** Every second: what nobody answers ends. */
    public void tick() {
        Instant now = clock.instant();
        List<Call> late = new ArrayList<>();
        synchronized (this) {
            calls.values().removeIf(call -> {
                boolean over = !call.until.isAfter(now);
                if (over) {
                    late.add(call);
                }
                return over;
            });
        }
        for (Call call : late) {
            Set<UserId> concerned = new HashSet<>(call.ringing);
            concerned.add(call.caller.userId());
            line.tell(concerned, event("call.timeout", call));
        }
    }

    private synchronized Call rung(Who person, String id) {
        return Optional.ofNullable(calls.get(id))
                .filter(call -> call.ringing.contains(person.userId()))
                .orElseThrow(Calls::over);
    }

    private static SignalException over() {
        return new SignalException(SignalError.INVALID_REQUEST, "call: it is over, or somebody else's");
    }

    private static ObjectNode event(String type, Call call) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("call", call.id)
                .put("room", call.room.toString());
    }
}
