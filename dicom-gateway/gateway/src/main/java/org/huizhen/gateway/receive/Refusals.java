package org.huizhen.gateway.receive;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last times a modality was turned away at the door, for the status page. */
public final class Refusals {
    private static final int KEPT = 50;

    /** Why a modality was turned away; each has a text in the page's catalogues. */
    public enum Reason {
        UNKNOWN_DEVICE,
        WRONG_CALLED_TITLE,
        TOO_MANY_ASSOCIATIONS,
        DISK_FULL,
        DISK_FAILED,
        TOO_LARGE,
        NOT_UNDERSTOOD,
        UID_MISMATCH
    }

    /** @param device the calling AE title, as the peer gave it */
    public record Refusal(Instant at, String device, String address, Reason reason) {}

    private final Clock clock;
    private final Deque<Refusal> last = new ArrayDeque<>();
    private long count;

    public Refusals(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(String device, String address, Reason reason) {
        last.addFirst(new Refusal(clock.instant(), device, address, reason));
        count++;
        if (last.size() > KEPT) {
            last.removeLast();
        }
    }

    /** Newest first. */
    public synchronized List<Refusal> last() {
        return List.copyOf(last);
    }

    public synchronized long count() {
        return count;
    }
}
