package org.huizhen.server.reading;

import java.time.Instant;
import java.util.Optional;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;

/**
 * How far a study has come at the center.
 *
 * @param status as in the API
 * @param readerName who holds the request now
 * @param reportId present once a version has been issued
 * @param openedAt when the clinic first opened the version in force
 */
public record StudyReading(
        ReadingRequestId requestId,
        String status,
        String priority,
        Optional<String> readerName,
        Optional<Instant> dueAt,
        Optional<ReportId> reportId,
        Optional<Instant> finalAt,
        Optional<Instant> openedAt) {}
