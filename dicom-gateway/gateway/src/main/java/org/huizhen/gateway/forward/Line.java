package org.huizhen.gateway.forward;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** How the line to the center is, as the calls find it, and when to try again. Thread-safe. */
public final class Line {
    private static final Duration SLOW = Duration.ofSeconds(2);
    /** The center is there and asks for patience: no room, too many requests. Its heartbeat answers do not end that. */
    private static final Set<String> ASKS_FOR_PATIENCE = Set.of("http-429", "http-507");

    /** What a nurse is told. */
    public enum State {
        /** Not paired with a center yet. */
        UNPAIRED,
        /** Nothing was tried yet. */
        STARTING,
        UP,
        /** Answers take more than two seconds. */
        SLOW,
        /** The center is not reached, or cannot serve. */
        DOWN,
        /** The center does not accept this gateway. */
        REFUSED
    }

    /**
     * A look at the line.
     *
     * @param since when this state began
     * @param reason a stable word of the last failure; empty while up
     * @param clockOffset the center's clock less ours; null before the first heartbeat
     */
    public record View(State state, Instant since, String reason, Instant lastContact, Duration clockOffset) {}

    private final Clock clock;
    private final Backoff backoff;
    private State state;
    private Instant since;
    private String reason = "";
    private Instant lastContact;
    private Duration clockOffset;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private Instant failedAt = Instant.MIN;

    Line(Clock clock, Backoff backoff, boolean paired) {
        this.clock = clock;
        this.backoff = backoff;
        this.state = paired ? State.STARTING : State.UNPAIRED;
        this.since = clock.instant();
    }

    public synchronized View view() {
        return new View(state, since, reason, lastContact, clockOffset);
    }

    /** How long no task may begin; zero or less: now. A clock that was set back does not make the pause longer. */
    synchronized Duration pause() {
        Instant now = clock.instant();
        if (now.isBefore(failedAt)) {
            notBefore = Instant.MIN;
        }
        return notBefore.isAfter(now) ? Duration.between(now, notBefore) : Duration.ZERO;
    }

    /**
     * A task was carried out.
     *
     * @return whether the center is back after a failure
     */
    synchronized boolean answered() {
        boolean back = state == State.DOWN || state == State.REFUSED;
        lastContact = clock.instant();
        failures = 0;
        notBefore = Instant.MIN;
        if (state != State.SLOW) {
            become(State.UP, "");
        }
        return back;
    }

    /**
     * A heartbeat was answered.
     *
     * @return whether the center is back after a failure
     */
    synchronized boolean alive(Duration took) {
        lastContact = clock.instant();
        if (state == State.DOWN && ASKS_FOR_PATIENCE.contains(reason)) {
            return false;
        }
        boolean back = answered();
        become(took.compareTo(SLOW) > 0 ? State.SLOW : State.UP, "");
        return back;
    }

    synchronized boolean down() {
        return state == State.DOWN;
    }

    synchronized void clockOffset(Duration offset) {
        clockOffset = offset;
    }

    /**
     * A call failed. Calls that were under way together count once.
     *
     * @param startedAt when the failed call began
     */
    synchronized void failed(Instant startedAt, CenterException e) {
        Instant now = clock.instant();
        boolean fresh = !startedAt.isBefore(since) || state != State.DOWN;
        if (fresh && !startedAt.isBefore(notBefore)) {
            failures++;
            Duration delay = backoff.delay(failures);
            if (e.retryAfter().compareTo(delay) > 0) {
                delay = e.retryAfter();
            }
            notBefore = now.plus(delay);
            failedAt = now;
        }
        become(e.kind() == CenterException.Kind.UNAUTHORIZED ? State.REFUSED : State.DOWN, e.reason());
    }

    private void become(State next, String why) {
        if (next != state) {
            state = next;
            since = clock.instant();
        }
        reason = why;
    }
}
