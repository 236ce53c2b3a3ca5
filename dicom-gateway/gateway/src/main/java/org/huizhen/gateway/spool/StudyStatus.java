package org.huizhen.gateway.spool;

import java.time.Instant;
import java.util.List;

/**
 * How far a study has come; counts are of instances.
 *
 * @param received all that came, without duplicates
 * @param waiting not at the center yet
 * @param delivered at the center, not confirmed by count and digest yet
 * @param confirmed confirmed by the center and gone from the spool
 * @param refused refused by the center for good; still in the spool
 * @param quarantined another instance has the same UID
 * @param oldestWaiting when the oldest waiting instance came; null when none waits
 * @param refusals the center's reasons
 */
public record StudyStatus(
        InstanceHeader header,
        List<String> devices,
        int received,
        int waiting,
        int delivered,
        int confirmed,
        int refused,
        int quarantined,
        int duplicates,
        Instant firstReceivedAt,
        Instant lastReceivedAt,
        Instant oldestWaiting,
        List<String> refusals) {}
