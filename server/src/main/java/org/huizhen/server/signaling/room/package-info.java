/**
 * Live rooms: who is in them, what they may do, what everybody sees. Knows no socket, no session and no SQL: tabs come as
 * {@link org.huizhen.server.signaling.room.Seat}, what must be kept goes through ports. One room's work runs in order on one
 * logical thread. May import {@code core}, {@code media}
 * (the port alone) and {@code signaling.message}.
 */
package org.huizhen.server.signaling.room;
