package org.huizhen.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/** What the status page shows, as {@code GET /api/status} answers it. Names are masked; counts are of instances. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusReport(
        String clinic,
        String telephone,
        Instant now,
        Level level,
        Line line,
        Waiting waiting,
        Disk disk,
        int associations,
        List<Study> studies,
        List<Door> door) {

    /** The colour of the first line. */
    enum Level {
        /** Everything is at the center. */
        sent,
        /** Something is on its way. */
        sending,
        /** Something waits and cannot go. */
        stuck,
        /** Something needs a person: refused instances, no room, not paired. */
        attention
    }

    /** @param clockOffsetSeconds the center's clock less ours */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(String state, Instant since, String reason, Instant lastContact, Long clockOffsetSeconds) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Waiting(
            long instances,
            long bytes,
            Instant since,
            long refused,
            long quarantined,
            int damaged,
            Instant lastDelivered) {}

    record Disk(long freeBytes, long minimumFreeBytes, boolean full) {}

    /** @param center how the center's state of it; absent while it knows nothing of it */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Study(
            String studyInstanceUid,
            String patient,
            String sex,
            String birthYear,
            String modality,
            String description,
            List<String> devices,
            Instant receivedAt,
            int received,
            int waiting,
            int delivered,
            int confirmed,
            int refused,
            int quarantined,
            List<String> refusals,
            Center center) {}

    record Center(String state, String readingStatus, String readerName) {}

    record Door(Instant at, String device, String address, String reason) {}
}
