package org.huizhen.server.signaling.message;

import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.RoomId;

/** Coming, waiting, going, and who decides on it. */
public sealed interface EntryMessage extends RoomMessage {

    /**
     * Enters, or knocks. Again from the same tab it gives a fresh snapshot.
     *
     * @param media whether this tab carries the person's media; left open, it does unless another tab does
     * @param recording that the person agrees to
     */
    record Join(RoomId room, Optional<Boolean> media, Optional<UUID> recording) implements EntryMessage {}

    /** A fresh snapshot, when {@code room.check} says that something was missed. */
    record Sync(RoomId room) implements EntryMessage {}

    record Leave(RoomId room) implements EntryMessage {}

    /** Lets somebody in who waits. @param role observer where left open */
    record Admit(RoomId room, String waiting, Optional<String> role) implements EntryMessage {}

    record Deny(RoomId room, String waiting) implements EntryMessage {}

    /** A locked room takes nobody new in. */
    record Lock(RoomId room, boolean locked) implements EntryMessage {}

    /** Ends the room for everybody. */
    record Close(RoomId room, String reason) implements EntryMessage {}
}
