/**
 * The signaling server: WebSocket sessions on Netty that resume, notifications of what changed, and the way into rooms and
 * calls. Event loops never block; sign-in, rooms and calls run on virtual threads. Inside: {@code message} (what goes over
 * the socket) ← {@code room} (live rooms), {@code call} (presence, ringing) ← {@code register} (what is kept of rooms, routes)
 * ← this. May import {@code core}, {@code database}, {@code audit}, {@code access}, {@code http} and the people packages; no
 * other feature. See docs/signaling-protocol.md.
 */
package org.huizhen.server.signaling;
