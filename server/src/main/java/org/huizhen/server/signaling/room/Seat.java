package org.huizhen.server.signaling.room;

import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.signaling.message.Text;

/** One tab of a person, as a room sees it. Identity is the object's own; all methods are quick and may be called by any thread. */
public interface Seat {
    Actor.Person person();

    /** Keeps the event until the tab has it, a lost line notwithstanding. {@code text} is shared by all who get it. */
    void event(Text text);

    /** As {@link #event}, but it goes out with {@link #deliver} only: whoever tells many does that when it waits for all of them. */
    default void enqueue(Text text) {
        event(text);
    }

    default void deliver() {}

    /** Tells something of which only the newest under its key matters. */
    void latest(String key, Text text);

    /** The tab takes part in, or waits for, the room from now on. */
    void entered(RoomId room);

    void left(RoomId room);
}
