package org.huizhen.gateway.spool;

import java.time.Instant;

/**
 * One durable instance in the spool.
 *
 * @param id grows with every instance of this gateway, over restarts too
 * @param segment number of the segment file
 * @param offset where the data set begins in that file
 * @param length of the encoded data set, bytes
 * @param quarantined it has the UID of another instance but other bytes
 */
public record SpoolEntry(
        long id,
        int segment,
        long offset,
        long length,
        Sha256 sha256,
        Instant receivedAt,
        boolean quarantined,
        Description description) {

    public String sopInstanceUid() {
        return description.sopInstanceUid();
    }

    public String studyInstanceUid() {
        return description.header().studyInstanceUid();
    }

    public String transferSyntaxUid() {
        return description.transferSyntaxUid();
    }
}
