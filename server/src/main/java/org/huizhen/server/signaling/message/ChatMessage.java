package org.huizhen.server.signaling.message;

import org.huizhen.server.core.RoomId;

/** Words beside the picture. */
public sealed interface ChatMessage extends RoomMessage {
    record Send(RoomId room, String text) implements ChatMessage {}
}
