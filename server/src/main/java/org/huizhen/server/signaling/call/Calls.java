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
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.CallMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;

/**
 * Calls that ring: a person's tabs, or everybody of a department who is on duty until the first accepts. Short-lived and in
 * memory; the invitation that lets the called person in is kept by the {@link Switch}. Thread-safe.
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
    private final Line line;
    private final Presence presence;
    private final Switch exchange;
    private final Clock clock;

    public Calls(Line line, Presence presence, Switch exchange, Clock clock) {
        this.line = line;
        this.presence = presence;
        this.exchange = exchange;
        this.clock = clock;
    }

    /** May block for {@code call.invite}. @throws SignalException the refusal */
    public ObjectNode handle(Actor.Person person, CallMessage message) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        switch (message) {
            case CallMessage.Invite invite -> invite(person, invite, answer);
            case CallMessage.Ring ring -> {
                Call call = rung(person, ring.call());
                line.tell(call.caller.userId(), event("call.ringing", call).put("by", person.displayName()));
            }
            case CallMessage.Accept accept -> accept(person, accept.call(), answer);
            case CallMessage.Decline decline -> decline(person, decline);
            case CallMessage.Cancel cancel -> cancel(person, cancel.call());
        }
        return answer;
    }

    private void invite(Actor.Person caller, CallMessage.Invite invite, ObjectNode answer) {
        Callee callee = exchange.ring(invite.room(), caller, invite.callee());
        Set<UserId> ringing =
                new HashSet<>(callee.one() ? line.connected(callee.people()) : presence.ringable(callee.people()));
        ringing.remove(caller.userId());
        if (ringing.isEmpty()) {
            throw new SignalException(
                    SignalError.NO_RESOURCES,
                    "nobody to ring is connected; they are invited and see it when they come");
        }
        Call call = new Call(
                "c" + UUID.randomUUID(),
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
        ringing.forEach(person -> line.tell(person, event));
        answer.put("call", call.id).put("ringing", ringing.size());
    }

    private void accept(Actor.Person person, String id, ObjectNode answer) {
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
        line.tell(call.caller.userId(), accepted);
        // The person's own other tabs stop ringing by it too.
        others.forEach(other -> line.tell(other, accepted));
        answer.put("room", call.room.toString());
    }

    private void decline(Actor.Person person, CallMessage.Decline decline) {
        Call call;
        boolean last;
        synchronized (this) {
            call = rung(person, decline.call());
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
        if (!decline.reason().isEmpty()) {
            event.put("reason", decline.reason());
        }
        line.tell(call.caller.userId(), event);
        line.tell(person.userId(), event);
    }

    private void cancel(Actor.Person caller, String id) {
        Call call;
        synchronized (this) {
            call = Optional.ofNullable(calls.get(id))
                    .filter(known -> known.caller.userId().equals(caller.userId()))
                    .orElseThrow(Calls::over);
            calls.remove(id);
        }
        call.ringing.forEach(person -> line.tell(person, event("call.cancelled", call)));
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
            ObjectNode event = event("call.timeout", call);
            line.tell(call.caller.userId(), event);
            call.ringing.forEach(person -> line.tell(person, event));
        }
    }

    private synchronized Call rung(Actor.Person person, String id) {
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
