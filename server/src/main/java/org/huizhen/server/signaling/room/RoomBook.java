package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.SignalError;

/**
 * What a live room is told by, and leaves to, what is kept. Called on the room's thread; may block. What returns has been
 * committed; what throws has changed nothing. Every change throws {@link LeaseLost} where the room has come to live on
 * another node.
 */
public interface RoomBook {

    /**
     * A room as it was left.
     *
     * @param subject ids of patient and study, shown to those who are in
     * @param view what the board showed last
     */
    record Opening(
            RoomId room,
            String kind,
            String plane,
            boolean locked,
            Optional<ObjectNode> subject,
            Optional<ObjectNode> view,
            List<Mark> marks,
            List<Line> chat) {
        public Opening {
            marks = List.copyOf(marks);
            chat = List.copyOf(chat);
        }
    }

    /** @param mark as the client drew it */
    record Mark(String id, UserId user, String name, Instant at, ObjectNode mark) {}

    /** A line of the chat. */
    record Line(String id, UserId user, String name, Instant at, String text) {}

    /** How somebody stands to the room. */
    sealed interface Entrance {
        record Expected(RoomRole role) implements Entrance {}

        /** Has to be let in. */
        record Stranger() implements Entrance {}

        /** Was removed. */
        record Barred() implements Entrance {}

        /** Nobody may come in yet. */
        record Obstacle(SignalError error) implements Entrance {}
    }

    /**
     * From now on the room lives here. Empty when there is no such room, or it is closed.
     *
     * @throws RoomElsewhere when it lives on another node
     */
    Optional<Opening> open(RoomId room);

    /** The room is empty and forgotten: it may live anywhere. */
    void released(RoomId room);

    /** The room lives on another node, or is closed: nothing is asked for it any more. */
    void forgotten(RoomId room);

    Entrance entrance(RoomId room, Actor.Person person);

    /** Attendance begins. Gives the stay that {@link #left} ends. */
    UUID joined(RoomId room, Actor.Person person, RoomRole role);

    /** @param at when they went, which may have been a while ago */
    void left(UUID stay, String reason, Instant at);

    /** A moderator lets a stranger in; from now on they are expected. */
    void admitted(RoomId room, Actor.Person by, Actor.Person guest, RoomRole role);

    /** A moderator removes somebody for good. */
    void removed(RoomId room, Actor.Person by, UserId person);

    void locked(RoomId room, Actor.Person by, boolean locked);

    /** Ends the room; {@link Rooms#closed} follows by itself. */
    void closed(RoomId room, Actor.Person by, String reason);

    Line said(RoomId room, Actor.Person by, String text);

    Mark marked(RoomId room, Actor.Person by, ObjectNode mark);

    void unmarked(RoomId room, Actor.Person by, String mark);

    void boardSeen(RoomId room, ObjectNode view);
}
