/**
 * The signaling server: WebSocket sessions on Netty that resume, and notifications of what changed. Event loops never
 * block; sign-in runs on virtual threads. Stands on {@code signaling.message} (what goes over the socket). May import
 * {@code core}, {@code database}, {@code audit}, {@code access} and the people packages; no other feature. See
 * docs/signaling-protocol.md.
 */
package org.huizhen.server.signaling;
