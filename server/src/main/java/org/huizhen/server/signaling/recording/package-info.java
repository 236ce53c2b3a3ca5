/**
 * Recordings of rooms once they are made: their rows, their files, putting them together, handing them out, deleting them when their
 * time is over. May import {@code core}, {@code access}, {@code audit}, {@code database}, {@code http}, {@code signaling.room} and
 * {@code signaling.register}.
 */
package org.huizhen.server.signaling.recording;
