package org.huizhen.server.signaling.message;

import java.util.UUID;
import org.huizhen.server.core.RoomId;

/** Ringing somebody into a room. */
public sealed interface CallMessage extends ClientMessage {

    /** Rings a person, or the people of a department who are on duty: the first to accept has it. */
    record Invite(RoomId room, UUID callee) implements CallMessage {}

    /** The callee's device rings; the caller is told. */
    record Ring(String call) implements CallMessage {}

    record Accept(String call) implements CallMessage {}

    record Decline(String call, String reason) implements CallMessage {}

    /** The caller gives up. */
    record Cancel(String call) implements CallMessage {}
}
