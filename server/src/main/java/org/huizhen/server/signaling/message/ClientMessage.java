package org.huizhen.server.signaling.message;

/** What a client may send; each group is a sealed type of its own. Checked and bounded as it is read. */
public sealed interface ClientMessage permits SessionMessage, PresenceMessage, CallMessage, RoomMessage {}
