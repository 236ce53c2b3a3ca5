package org.huizhen.gateway.spool;

import java.time.Instant;

/**
 * The whole spool in figures.
 *
 * @param oldestWaiting when the oldest waiting instance came; null when none waits
 * @param lastDelivered when the center last took an instance; null when not since the start
 */
public record SpoolTotals(
        long waitingInstances,
        long waitingBytes,
        long refused,
        long quarantined,
        long receivedSinceStart,
        long deliveredSinceStart,
        long duplicatesSinceStart,
        int damaged,
        Instant oldestWaiting,
        Instant lastDelivered) {}
