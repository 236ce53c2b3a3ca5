package org.huizhen.server.recognition;

import java.time.Instant;
import java.time.LocalDate;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;

/**
 * What a final report offers for recognition.
 *
 * @param organization the one that acquired the images
 * @param mark null when it bears none
 */
record RecognitionResult(
        RecognitionResultId id,
        long version,
        ReportId report,
        int reportNumber,
        StudyId study,
        OrganizationId organization,
        String organizationName,
        PatientId patient,
        String itemCode,
        Instant performedAt,
        LocalDate performedOn,
        String mark,
        MarkDecision decision) {}
