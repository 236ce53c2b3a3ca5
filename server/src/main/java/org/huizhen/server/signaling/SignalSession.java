package org.huizhen.server.signaling;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.signaling.message.ServerMessage;

/**
 * One tab's session: numbers its durable events, keeps the young ones for a resume, and knows the socket that serves it
 * now, if any. Thread-safe; nothing in it blocks.
 */
final class SignalSession {
    /** Where a session's messages go. */
    interface Outlet {
        /** Hands over in order; what the peer does not take in time closes it. */
        void send(String text);

        /** The session no longer speaks through this outlet. */
        void leave(CloseReason reason);
    }

    private record Held(long seq, Instant at, String text) {}

    private final String id;
    private final String resumeKey;
    private final int held;
    private final Duration window;
    private final ArrayDeque<Held> ring = new ArrayDeque<>(0);
    private Actor.Person person;
    private Audience audience;
    private Outlet outlet;
    private Instant detachedAt;
    private long seq;

    SignalSession(String id, String resumeKey, int held, Duration window) {
        this.id = id;
        this.resumeKey = resumeKey;
        this.held = held;
        this.window = window;
    }

    String id() {
        return id;
    }

    String resumeKey() {
        return resumeKey;
    }

    synchronized Actor.Person person() {
        return person;
    }

    synchronized long seq() {
        return seq;
    }

    boolean hasKey(String key) {
        return MessageDigest.isEqual(resumeKey.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins to speak through {@code outlet}: {@code welcome} first, then whatever follows. */
    synchronized void attach(Actor.Person who, Audience hears, Outlet next, String welcome) {
        person = who;
        audience = hears;
        outlet = next;
        detachedAt = null;
        next.send(welcome);
    }

    /** Whether every event after {@code lastSeq} is still held. */
    synchronized boolean holdsAfter(long lastSeq) {
        if (lastSeq > seq) {
            return false;
        }
        return lastSeq == seq || (!ring.isEmpty() && ring.getFirst().seq() <= lastSeq + 1);
    }

    /**
     * Resumes on another socket: the old one is told and left, events after {@code lastSeq} follow the welcome. What the
     * events said is older than what the person may see now, so that they pass through the new audience only by what
     * was allowed when they happened.
     */
    synchronized void resume(Actor.Person who, Audience hears, Outlet next, String welcome, long lastSeq) {
        if (outlet != null && outlet != next) {
            outlet.send(ServerMessage.replaced());
            outlet.leave(CloseReason.REPLACED);
        }
        attach(who, hears, next, welcome);
        for (Held event : ring) {
            if (event.seq() > lastSeq) {
                next.send(ServerMessage.numbered(event.seq(), event.text()));
            }
        }
    }

    synchronized Optional<Audience> audience() {
        return Optional.ofNullable(audience);
    }

    /** Numbers the event, keeps it, and sends it when a socket is there. */
    synchronized void publish(String text, Instant now) {
        seq++;
        trim(now);
        ring.addLast(new Held(seq, now, text));
        if (outlet != null) {
            outlet.send(ServerMessage.numbered(seq, text));
        }
    }

    /** The client has everything up to {@code upTo}. */
    synchronized void acknowledge(long upTo) {
        while (!ring.isEmpty() && ring.getFirst().seq() <= upTo) {
            ring.removeFirst();
        }
    }

    /** The socket is gone; the session waits for a resume. Ignored when another socket has taken over. */
    synchronized void detach(Outlet gone, Instant now) {
        if (outlet == gone) {
            outlet = null;
            detachedAt = now;
        }
    }

    synchronized Optional<Outlet> outlet() {
        return Optional.ofNullable(outlet);
    }

    /** Whether nobody can resume it any more. */
    synchronized boolean lapsed(Instant now) {
        trim(now);
        return outlet == null && detachedAt != null && detachedAt.plus(window).isBefore(now);
    }

    /** Drops what is over the bound; what a living socket has been sent longer ago than the window goes too. */
    private void trim(Instant now) {
        Instant oldest = now.minus(window);
        while (!ring.isEmpty()
                && (ring.size() >= held
                        || (outlet != null && ring.getFirst().at().isBefore(oldest)))) {
            ring.removeFirst();
        }
    }
}
