package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;

/** Those who are not expected and wait to be let in; moderators see them. Confined to the room's thread. */
final class Lobby {
    private final Room room;
    private final int most;
    private final Map<String, Guest> waiting = new LinkedHashMap<>();
    /** Let in while the room was locked. */
    private final Set<UserId> welcome = new HashSet<>();

    private final Set<UserId> denied = new HashSet<>();
    private int asked;

    private record Guest(String id, Actor.Person person, Instant since, Set<Seat> seats) {}

    Lobby(Room room, int most) {
        this.room = room;
        this.most = most;
    }

    boolean welcomes(Actor.Person person) {
        return welcome.contains(person.userId());
    }

    /** @throws SignalException {@code not-admitted} after a refusal, {@code room-full} */
    void knock(Seat seat, Instant now, ObjectNode answer) {
        Actor.Person person = seat.person();
        if (denied.contains(person.userId())) {
            throw new SignalException(SignalError.NOT_ADMITTED, "a moderator has refused");
        }
        Optional<Guest> known = waiting.values().stream()
                .filter(guest -> guest.person().userId().equals(person.userId()))
                .findFirst();
        Guest guest = known.orElseGet(() -> {
            if (waiting.size() >= most) {
                throw new SignalException(SignalError.ROOM_FULL, "too many wait already");
            }
            Guest fresh = new Guest("w" + ++asked, person, now, new LinkedHashSet<>());
            waiting.put(fresh.id(), fresh);
            ObjectNode event = room.event("room.knock");
            event.set("guest", json(fresh));
            room.tellModerators(event);
            return fresh;
        });
        guest.seats().add(seat);
        seat.entered(room.id());
        answer.put("state", "waiting").put("waiting", guest.id());
    }

    /** Takes the guest out of the lobby. @throws SignalException {@code invalid-request} when nobody waits under the id */
    Actor.Person admit(String id) {
        Guest guest = take(id);
        welcome.add(guest.person().userId());
        return guest.person();
    }

    void deny(String id) {
        denied.add(take(id, "room.denied").person().userId());
    }

    /** Who waits under the id. */
    Actor.Person guest(String id) {
        return Optional.ofNullable(waiting.get(id))
                .map(Guest::person)
                .orElseThrow(() -> new SignalException(SignalError.INVALID_REQUEST, "waiting: nobody waits under it"));
    }

    private Guest take(String id) {
        return take(id, "room.admitted");
    }

    private Guest take(String id, String type) {
        guest(id);
        Guest guest = waiting.remove(id);
        Text text = Text.of(room.event(type));
        guest.seats().forEach(seat -> {
            seat.event(text);
            seat.left(room.id());
        });
        room.tellModerators(room.event("room.knock.ended").put("waiting", id));
        return guest;
    }

    /** The tab waits no more. */
    void rise(Seat seat) {
        List<Guest> gone = new ArrayList<>();
        for (Guest guest : waiting.values()) {
            if (guest.seats().remove(seat) && guest.seats().isEmpty()) {
                gone.add(guest);
            }
        }
        for (Guest guest : gone) {
            waiting.remove(guest.id());
            room.tellModerators(room.event("room.knock.ended").put("waiting", guest.id()));
        }
    }

    /** Everybody who waits is told the same, and goes. */
    void dismiss(ObjectNode event) {
        Text text = Text.of(event);
        waiting.values()
                .forEach(guest -> guest.seats().forEach(seat -> {
                    seat.event(text);
                    seat.left(room.id());
                }));
        waiting.clear();
    }

    boolean empty() {
        return waiting.isEmpty();
    }

    void list(ArrayNode array) {
        waiting.values().forEach(guest -> array.add(json(guest)));
    }

    private static ObjectNode json(Guest guest) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("waiting", guest.id())
                .put("userId", guest.person().userId().toString())
                .put("name", guest.person().displayName())
                .put("organizationId", guest.person().organizationId().toString())
                .put("since", guest.since().toString());
    }
}
