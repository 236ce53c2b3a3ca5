package org.huizhen.server.signaling.message;

import org.huizhen.server.core.RoomId;

/** About one room, and run in that room's order. */
public sealed interface RoomMessage extends ClientMessage
        permits EntryMessage, FloorMessage, ChatMessage, BoardMessage, MediaMessage, RecordingMessage {
    RoomId room();
}
