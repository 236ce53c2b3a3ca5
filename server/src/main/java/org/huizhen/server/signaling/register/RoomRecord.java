package org.huizhen.server.signaling.register;

import java.time.Instant;
import java.util.Optional;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;

/** A row of {@code room}. @param plane auto, mesh or kurento, as asked for at opening */
record RoomRecord(
        RoomId id,
        long version,
        RoomKind kind,
        boolean open,
        String plane,
        boolean locked,
        OrganizationId organization,
        UserId openedBy,
        String openedByName,
        Instant openedAt,
        Optional<About> about,
        Optional<Instant> closedAt,
        Optional<String> closeReason) {

    /** The patient of a room, and the study where a reading request was named. */
    record About(
            OrganizationId organization,
            Optional<PatientId> patient,
            Optional<ReadingRequestId> readingRequest,
            Optional<StudyId> study,
            Optional<String> studyInstanceUid) {}

    /** The same room, its case as it stands now. */
    RoomRecord about(About now) {
        return new RoomRecord(
                id,
                version,
                kind,
                open,
                plane,
                locked,
                organization,
                openedBy,
                openedByName,
                openedAt,
                Optional.of(now),
                closedAt,
                closeReason);
    }

    String state() {
        return open ? "open" : "closed";
    }
}
