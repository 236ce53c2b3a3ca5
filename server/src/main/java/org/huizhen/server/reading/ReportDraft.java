package org.huizhen.server.reading;

import java.time.Instant;
import java.util.Set;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.UserId;

/**
 * A report being written.
 *
 * @param version 0 before the first save
 * @param contributors everybody who wrote some of it since the last signed version
 */
record ReportDraft(
        ReportId reportId,
        long version,
        ReportContent content,
        Set<UserId> contributors,
        Instant savedAt,
        PersonRef savedBy) {}
