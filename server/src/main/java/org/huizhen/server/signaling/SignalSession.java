package org.huizhen.server.signaling;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.ServerMessage;
import org.huizhen.server.signaling.message.Text;
import org.huizhen.server.signaling.room.Seat;

/**
 * One tab's session: numbers its durable events, keeps the young ones for a resume, and knows the socket that serves it
 * now, if any. Thread-safe; nothing in it blocks.
 */
final class SignalSession implements Seat {
    /** Of all events that wait for a resume; their texts are shared between the sessions that have them. */
    private static final int HELD_BYTES = 1 << 20;

    /** Where a session's messages go. */
    interface Outlet {
        /** Hands over in order; what the peer does not take in time closes it. */
        void send(Text text);

        /** As {@link #send}, a durable event with its number in front, which goes out with {@link #deliver} only. */
        void enqueue(long seq, Text text);

        /** What was handed over goes out now. */
        void deliver();

        /** Only the newest under its key matters; waits while the peer is busy with what came before. */
        void latest(String key, Text text);

        /** The session no longer speaks through this outlet. */
        void leave(CloseReason reason);
    }

    private final String id;
    private final String resumeKey;
    private final SignalSettings.Limits limits;
    private final Clock clock;
    private final EventRing ring = new EventRing();
    private final Set<RoomId> rooms = ConcurrentHashMap.newKeySet(1);
    private final Answers answers = new Answers();
    private Actor.Person person;
    private Audience audience;
    private Set<UserId> watched = Set.of();
    private Outlet outlet;
    private Instant detachedAt;
    private boolean ended;
    private long seq;

    SignalSession(String id, String resumeKey, SignalSettings.Limits limits, Clock clock) {
        this.id = id;
        this.resumeKey = resumeKey;
        this.limits = limits;
        this.clock = clock;
    }

    String id() {
        return id;
    }

    String resumeKey() {
        return resumeKey;
    }

    @Override
    public synchronized Actor.Person person() {
        return person;
    }

    synchronized long seq() {
        return seq;
    }

    boolean hasKey(String key) {
        return MessageDigest.isEqual(resumeKey.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
    }

    /** Begins to speak through {@code outlet}: {@code welcome} first, then whatever follows. */
    synchronized void attach(Actor.Person who, Audience hears, Outlet next, Text welcome) {
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
        return oldest() <= lastSeq + 1;
    }

    /**
     * Resumes on another socket: the old one is told and left, events after {@code lastSeq} follow the welcome. What the
     * events said is older than what the person may see now, so that they pass through the new audience only by what
     * was allowed when they happened.
     */
    synchronized void resume(Actor.Person who, Audience hears, Outlet next, Text welcome, long lastSeq) {
        if (outlet != null && outlet != next) {
            outlet.send(ServerMessage.replaced());
            outlet.leave(CloseReason.REPLACED);
        }
        attach(who, hears, next, welcome);
        long oldest = oldest();
        for (long missed = Math.max(oldest, lastSeq + 1); missed <= seq; missed++) {
            next.enqueue(missed, ring.get((int) (missed - oldest)));
        }
        next.deliver();
    }

    synchronized Optional<Audience> audience() {
        return Optional.ofNullable(audience);
    }

    synchronized void watch(Set<UserId> people) {
        watched = people;
    }

    synchronized boolean watches(UserId other) {
        return watched.contains(other);
    }

    /** Numbers the event, keeps it, and sends it when a socket is there. */
    @Override
    public void event(Text text) {
        enqueue(text);
        deliver();
    }

    @Override
    public synchronized void enqueue(Text text) {
        if (ended) {
            return;
        }
        long now = clock.millis();
        seq++;
        ring.add(text, now);
        trim(now);
        if (outlet != null) {
            outlet.enqueue(seq, text);
        }
    }

    @Override
    public synchronized void deliver() {
        if (outlet != null) {
            outlet.deliver();
        }
    }

    @Override
    public synchronized void latest(String key, Text text) {
        if (outlet != null) {
            outlet.latest(key, text);
        }
    }

    @Override
    public void entered(RoomId room) {
        rooms.add(room);
    }

    @Override
    public void left(RoomId room) {
        rooms.remove(room);
    }

    List<RoomId> rooms() {
        return List.copyOf(rooms);
    }

    boolean in(RoomId room) {
        return rooms.contains(room);
    }

    boolean inRoom() {
        return !rooms.isEmpty();
    }

    synchronized Answers.Turn begin(long message) {
        return answers.begin(message);
    }

    /** Keeps the answer for a message that is sent again, and sends it where a socket is there. */
    synchronized void answer(long message, Text text) {
        answers.end(message, text);
        say(text);
    }

    /** Sends what is not kept. */
    synchronized void say(Text text) {
        if (outlet != null) {
            outlet.send(text);
        }
    }

    /** The client has everything up to {@code upTo}. */
    synchronized void acknowledge(long upTo) {
        while (ring.size() > 0 && oldest() <= upTo) {
            ring.forgetOldest();
        }
    }

    /** The socket is gone; the session waits for a resume. False when another socket has taken over. */
    synchronized boolean detach(Outlet gone, Instant now) {
        if (outlet != gone) {
            return false;
        }
        outlet = null;
        detachedAt = now;
        return true;
    }

    synchronized Optional<Outlet> outlet() {
        return Optional.ofNullable(outlet);
    }

    /** Since when there is no socket. */
    synchronized Optional<Instant> detachedAt() {
        return outlet == null ? Optional.ofNullable(detachedAt) : Optional.empty();
    }

    /** It does not come back. True the first time. */
    synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    synchronized boolean ended() {
        return ended;
    }

    /** Whether nobody can resume it any more. */
    synchronized boolean lapsed(Instant now) {
        trim(now.toEpochMilli());
        return outlet == null
                && detachedAt != null
                && detachedAt.plus(limits.resume()).isBefore(now);
    }

    /** Drops what is over the bounds; what a living socket has been sent longer ago than the window goes too. */
    private void trim(long now) {
        long since = now - limits.resume().toMillis();
        while (ring.size() > 0
                && (ring.size() > limits.held()
                        || ring.bytes() > HELD_BYTES
                        || (outlet != null && ring.oldest() < since))) {
            ring.forgetOldest();
        }
    }

    /** The number of the oldest event that is held; that of the next one where none is. */
    private long oldest() {
        return seq - ring.size() + 1;
    }
}
