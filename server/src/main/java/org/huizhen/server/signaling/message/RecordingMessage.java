package org.huizhen.server.signaling.message;

import java.util.UUID;
import org.huizhen.server.core.RoomId;

/** Recording what is said and shown, with everybody's consent. */
public sealed interface RecordingMessage extends RoomMessage {

    /** Asks everybody who is there. */
    record Start(RoomId room) implements RecordingMessage {}

    record Stop(RoomId room, UUID recording) implements RecordingMessage {}

    /** The sender agrees, refuses, or takes back what they agreed to. */
    record Consent(RoomId room, UUID recording, boolean agreed) implements RecordingMessage {}
}
