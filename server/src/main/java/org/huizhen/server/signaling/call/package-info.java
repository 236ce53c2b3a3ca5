/**
 * Who is there, and ringing them into a room. Knows no socket and no SQL. May import {@code core} and
 * {@code signaling.message}.
 */
package org.huizhen.server.signaling.call;
