package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;

/** Who is in a room, and telling them. Confined to the room's thread. */
final class Room {
    private final RoomBook.Opening opening;
    private final Map<String, Participant> people = new LinkedHashMap<>();
    private final Map<UserId, Participant> byUser = new HashMap<>();
    private int joins;
    /** Begins anywhere: who was here before a crash must not take the connections of this life for those of the former one. */
    private long epochs = ThreadLocalRandom.current().nextInt(1 << 30);

    private long revision;

    Room(RoomBook.Opening opening) {
        this.opening = opening;
    }

    RoomId id() {
        return opening.room();
    }

    RoomBook.Opening opening() {
        return opening;
    }

    /** Grows with each event that everybody gets: who has the same has missed nothing. */
    long revision() {
        return revision;
    }

    Collection<Participant> people() {
        return people.values();
    }

    long viewers() {
        return people.values().stream()
                .filter(participant -> !participant.listed())
                .count();
    }

    Optional<Participant> of(Actor.Person person) {
        return Optional.ofNullable(byUser.get(person.userId()));
    }

    /** @throws SignalException {@code not-allowed} unless this tab is in the room */
    Participant speaker(Seat seat) {
        return of(seat.person())
                .filter(participant -> participant.seats().contains(seat))
                .orElseThrow(() -> new SignalException(SignalError.NOT_ALLOWED, "join the room first"));
    }

    Optional<Participant> find(String id) {
        return Optional.ofNullable(people.get(id));
    }

    /** @throws SignalException {@code invalid-request} for nobody */
    Participant target(String id) {
        return find(id).orElseThrow(
                        () -> new SignalException(SignalError.INVALID_REQUEST, "target: nobody of that id is here"));
    }

    static void require(Participant participant, Right right) {
        if (!participant.may(right)) {
            throw new SignalException(SignalError.NOT_ALLOWED, "asks for the right " + right.identifier());
        }
    }

    int nextOrder() {
        return ++joins;
    }

    long nextEpoch() {
        return ++epochs;
    }

    void add(Participant participant) {
        people.put(participant.id, participant);
        byUser.put(participant.person.userId(), participant);
    }

    void remove(Participant participant) {
        people.remove(participant.id);
        byUser.remove(participant.person.userId());
    }

    ObjectNode event(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type).put("room", id().toString());
    }

    /** To everybody, kept; the text is made once and shared. */
    void tell(ObjectNode event) {
        tell(event, null);
    }

    /** As {@link #tell(ObjectNode)}, but not to the tab that knows already by its answer. */
    void tell(ObjectNode event, Seat except) {
        Text text = Text.of(event.put("roomRev", ++revision));
        for (Participant participant : people.values()) {
            for (Seat seat : participant.seats()) {
                if (seat != except) {
                    seat.enqueue(text);
                }
            }
        }
        people.values().forEach(participant -> participant.seats().forEach(Seat::deliver));
    }

    void tellModerators(ObjectNode event) {
        Text text = Text.of(event);
        people.values().stream()
                .filter(participant -> participant.may(Right.MODERATE))
                .forEach(moderator -> moderator.seats().forEach(seat -> seat.event(text)));
    }

    void tell(Participant participant, ObjectNode event) {
        Text text = Text.of(event);
        participant.seats().forEach(seat -> seat.event(text));
    }

    /** Fleeting: to everybody but the tab it came from. */
    void latest(String key, ObjectNode event, Seat except) {
        Text text = Text.of(event);
        for (Participant participant : people.values()) {
            for (Seat seat : participant.seats()) {
                if (seat != except) {
                    seat.latest(key, text);
                }
            }
        }
    }

    void updated(Participant participant) {
        if (participant.listed()) {
            ObjectNode event = event("participant.updated");
            event.set("participant", participant.json());
            tell(event);
        }
    }

    /** Viewers are told of as a number. */
    void countViewers() {
        latest("room.viewers:" + id(), event("room.viewers").put("count", viewers()), null);
    }
}
