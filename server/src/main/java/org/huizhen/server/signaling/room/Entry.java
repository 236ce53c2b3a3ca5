package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.signaling.message.EntryMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Coming and going: one participant per person, however many tabs; attendance written as it happens. Confined to the room's thread. */
final class Entry {
    private static final Logger LOG = LoggerFactory.getLogger(Entry.class);

    private final Room room;
    private final Parts parts;
    private final Lobby lobby;
    private final Deque<Stay> unwritten = new ArrayDeque<>();
    private boolean locked;

    private record Stay(UUID id, String reason, Instant at) {}

    /** What a room consists of. */
    record Parts(RoomBook book, RoomLimits limits, Clock clock, Media media, Board board, Recording recording) {}

    Entry(Room room, Parts parts) {
        this.room = room;
        this.parts = parts;
        this.lobby = new Lobby(room, parts.limits().waiting());
        this.locked = room.opening().locked();
    }

    boolean locked() {
        return locked;
    }

    Lobby lobby() {
        return lobby;
    }

    /** True when the tab is in the room now; false when it waits, or is asked something first: {@code answer} says so. */
    boolean join(Seat seat, EntryMessage.Join join, ObjectNode answer) {
        Optional<Participant> known = room.of(seat.person());
        if (known.isPresent()) {
            sit(known.get(), seat, join.media());
            return true;
        }
        switch (parts.book().entrance(room.id(), seat.person())) {
            case RoomBook.Entrance.Obstacle obstacle -> throw refusal(obstacle.error());
            case RoomBook.Entrance.Barred ignored ->
                throw new SignalException(SignalError.NOT_ADMITTED, "a moderator has removed you from this room");
            case RoomBook.Entrance.Stranger ignored -> {
                if (locked) {
                    throw new SignalException(SignalError.ROOM_LOCKED, "the room is locked");
                }
                lobby.knock(seat, parts.clock().instant(), answer);
                return false;
            }
            case RoomBook.Entrance.Expected expected -> {
                Optional<UUID> ask = parts.recording().doorkeeper(seat.person(), join.recording());
                if (ask.isPresent()) {
                    answer.put("state", "recording").put("recording", ask.get().toString());
                    return false;
                }
                enter(seat, expected.role(), join.media());
                return true;
            }
        }
    }

    private static SignalException refusal(SignalError obstacle) {
        return new SignalException(
                obstacle,
                obstacle == SignalError.CONSENT_REQUIRED
                        ? "record the patient's consent, or a stated emergency, first"
                        : "the organizations have no agreement in force");
    }

    private void enter(Seat seat, RoomRole role, Optional<Boolean> media) {
        Actor.Person person = seat.person();
        if (locked && !role.moderates() && !lobby.welcomes(person)) {
            throw new SignalException(SignalError.ROOM_LOCKED, "the room is locked");
        }
        boolean viewer = role == RoomRole.VIEWER;
        long there = viewer ? room.viewers() : room.people().size() - room.viewers();
        if (there >= (viewer ? parts.limits().viewers() : parts.limits().people())) {
            throw new SignalException(SignalError.ROOM_FULL, "the room is full");
        }
        UUID stay = parts.book().joined(room.id(), person, role);
        int order = room.nextOrder();
        Participant participant = new Participant("p" + order, person, role, order, stay);
        room.add(participant);
        take(participant, seat);
        if (media.orElse(true)) {
            parts.media().carry(participant, seat);
        }
        if (participant.listed()) {
            ObjectNode event = room.event("participant.joined");
            event.set("participant", participant.json());
            room.tell(event, seat);
        } else {
            room.countViewers();
        }
    }

    /** Another tab of somebody who is here, or the same one again. */
    private void sit(Participant participant, Seat seat, Optional<Boolean> media) {
        boolean carries = participant.carriesMedia(seat);
        boolean wanted = media.orElse(carries || participant.media().isEmpty());
        boolean changed = participant.away || carries != wanted;
        participant.away = false;
        take(participant, seat);
        if (wanted && !carries) {
            parts.media().carry(participant, seat);
        } else if (carries && !wanted) {
            parts.media().release(participant);
        }
        if (changed) {
            room.updated(participant);
        }
    }

    private void take(Participant participant, Seat seat) {
        participant.sit(seat);
        seat.entered(room.id());
    }

    void handle(Participant speaker, Seat seat, EntryMessage message) {
        switch (message) {
            case EntryMessage.Admit admit -> {
                Room.require(speaker, Right.MODERATE);
                RoomRole role = admit.role()
                        .map(name -> RoomRole.of(name)
                                .filter(wanted -> wanted != RoomRole.HOST)
                                .orElseThrow(() -> new SignalException(
                                        SignalError.INVALID_REQUEST, "role: unknown, or not to be given")))
                        .orElse(RoomRole.OBSERVER);
                parts.book().admitted(room.id(), speaker.person, lobby.guest(admit.waiting()), role);
                lobby.admit(admit.waiting());
            }
            case EntryMessage.Deny deny -> {
                Room.require(speaker, Right.MODERATE);
                lobby.deny(deny.waiting());
            }
            case EntryMessage.Lock lock -> {
                Room.require(speaker, Right.MODERATE);
                parts.book().locked(room.id(), speaker.person, lock.locked());
                locked = lock.locked();
                room.tell(room.event("room.locked").put("locked", locked).put("by", speaker.id));
            }
            case EntryMessage.Close close -> {
                Room.require(speaker, Right.MODERATE);
                parts.book().closed(room.id(), speaker.person, close.reason());
            }
            case EntryMessage.Leave ignored -> {
                rise(speaker, seat, "left");
                // What else is there of them is a tab that was closed or reloaded: its resumption would be waited for
                // in vain.
                if (!speaker.seats().isEmpty() && !speaker.hasLine()) {
                    leave(speaker, "left");
                }
            }
            case EntryMessage.Join ignored -> throw new IllegalArgumentException("answered with a snapshot");
            case EntryMessage.Sync ignored -> throw new IllegalArgumentException("answered with a snapshot");
        }
    }

    /** The tab is gone; with the last one the participant is. */
    void rise(Participant participant, Seat seat, String reason) {
        boolean carried = participant.carriesMedia(seat);
        if (carried) {
            parts.media().release(participant);
        }
        participant.rise(seat);
        seat.left(room.id());
        if (participant.seats().isEmpty()) {
            leave(participant, reason);
        } else if (carried) {
            room.updated(participant);
        }
    }

    void leave(Participant participant, String reason) {
        parts.media().release(participant);
        room.remove(participant);
        List.copyOf(participant.seats()).forEach(seat -> {
            participant.rise(seat);
            seat.left(room.id());
        });
        parts.board().without(participant);
        if (participant.listed()) {
            room.tell(room.event("participant.left")
                    .put("participant", participant.id)
                    .put("reason", reason));
        } else {
            room.countViewers();
        }
        unwritten.add(new Stay(participant.stay, reason, parts.clock().instant()));
        writeEnds();
    }

    /** They are gone whatever the database says; what it does not take now it gets later, with the time as it was. */
    private void writeEnds() {
        try {
            while (!unwritten.isEmpty()) {
                Stay ended = unwritten.getFirst();
                parts.book().left(ended.id(), ended.reason(), ended.at());
                unwritten.removeFirst();
            }
        } catch (RuntimeException e) {
            LOG.warn("the end of a stay could not be written, it will be tried again", e);
        }
    }

    /** Whether everything that is to be kept has been. */
    boolean settled() {
        return unwritten.isEmpty();
    }

    /** Those without a line are shown as away, and their media is released. */
    void watch(Instant now) {
        writeEnds();
        Duration limit = parts.limits().away();
        for (Participant participant : List.copyOf(room.people())) {
            boolean mute = participant
                    .media()
                    .filter(seat -> participant.silent(seat, now, limit))
                    .isPresent();
            boolean away = participant.allSilent(now, limit);
            if (mute) {
                participant.silence();
                parts.media().release(participant);
            }
            if (mute || away != participant.away) {
                participant.away = away;
                room.updated(participant);
            }
        }
    }

    /** The tab has a line again: what it may have missed shows by the revision. */
    void back(Participant participant, Seat seat) {
        participant.sit(seat);
        boolean changed = participant.away;
        participant.away = false;
        if (participant.silenced(seat) && participant.media().isEmpty()) {
            parts.media().carry(participant, seat);
            changed = true;
        }
        if (changed) {
            room.updated(participant);
        }
        seat.latest("room.check:" + room.id(), Text.of(room.event("room.check").put("roomRev", room.revision())));
    }
}
