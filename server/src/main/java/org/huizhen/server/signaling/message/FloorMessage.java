package org.huizhen.server.signaling.message;

import java.util.List;
import java.util.Optional;
import org.huizhen.server.core.RoomId;

/** Who may speak, show and stay. */
public sealed interface FloorMessage extends RoomMessage {

    /**
     * One's own source, or by a moderator another's: whom they mute cannot be unmuted by anybody but themselves, and not
     * even by them while it is locked.
     */
    record Mute(RoomId room, String target, Source source, boolean muted, boolean lock) implements FloorMessage {}

    /** What the target may do from now on, instead of what their role brings. */
    record Permissions(RoomId room, String target, List<String> rights) implements FloorMessage {
        public Permissions {
            rights = List.copyOf(rights);
        }
    }

    /** Removes somebody; they do not come in again. */
    record Kick(RoomId room, String target) implements FloorMessage {}

    record RaiseHand(RoomId room) implements FloorMessage {}

    /** @param target somebody else's hand, by a moderator */
    record LowerHand(RoomId room, Optional<String> target) implements FloorMessage {}
}
