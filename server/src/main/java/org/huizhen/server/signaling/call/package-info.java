/**
 * Who is there, and ringing them into a room, over all nodes. Knows no socket and no SQL. May import {@code core},
 * {@code cluster} and {@code signaling.message}.
 */
package org.huizhen.server.signaling.call;
