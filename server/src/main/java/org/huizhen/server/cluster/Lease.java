package org.huizhen.server.cluster;

import java.time.Duration;
import java.util.Optional;

/**
 * Who owns something, as its row says. A lease is good while the owner's heartbeat is younger than {@link #GOOD} by the
 * clock of the database, however wrong the clocks of the nodes are.
 *
 * @param node its owner; empty when it was given back
 * @param fence grows with each claim: who writes under an older one has lost the lease
 * @param silence how old the owner's heartbeat is; empty when there is no such node, or it went in an orderly way
 */
public record Lease(Optional<String> node, long fence, Optional<Duration> silence) {
    public static final Duration GOOD = Duration.ofSeconds(15);

    /** A living owner misses no heartbeat by so much. */
    private static final Duration LATE = Membership.BEAT.plusSeconds(2);

    /** Whether the node may take it now. */
    public boolean freeFor(String asking) {
        return node.isEmpty()
                || node.get().equals(asking)
                || silence.isEmpty()
                || silence.get().compareTo(GOOD) > 0;
    }

    /** Whether the owner has missed a heartbeat: nobody should be sent to it. */
    public boolean late() {
        return silence.filter(age -> age.compareTo(LATE) > 0).isPresent();
    }

    /** How long the owner must go on being silent until others may take it. */
    public Duration remaining() {
        return silence.map(GOOD::minus).filter(Duration::isPositive).orElse(Duration.ZERO);
    }
}
