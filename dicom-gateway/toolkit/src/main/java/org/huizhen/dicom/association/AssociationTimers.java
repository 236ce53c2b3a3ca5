package org.huizhen.dicom.association;

import java.time.Duration;

/**
 * How long an association waits for its peer.
 *
 * @param artim for the first request after connecting, and for the peer to close after a rejection, release or abort (PS3.8 9.1.5)
 * @param stall for the rest of a message that has begun
 * @param idle for the next message
 */
public record AssociationTimers(Duration artim, Duration stall, Duration idle) {
    public static final AssociationTimers DEFAULT =
            new AssociationTimers(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(10));

    public AssociationTimers {
        requirePositive("artim", artim);
        requirePositive("stall", stall);
        requirePositive("idle", idle);
    }

    private static void requirePositive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " is " + value + ", expected more than zero");
        }
    }
}
