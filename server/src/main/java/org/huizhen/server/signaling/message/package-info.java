/**
 * What goes over the socket: the sealed messages of clients, bounded and checked as they are read, and the texts that the
 * server sends. Knows no socket, no session and no room. May import {@code core} and Jackson.
 */
package org.huizhen.server.signaling.message;
