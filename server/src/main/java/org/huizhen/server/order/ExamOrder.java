package org.huizhen.server.order;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;

/** An examination that somebody has ordered. */
record ExamOrder(
        ExamOrderId id,
        long version,
        OrganizationId organization,
        PatientId patient,
        String accessionNumber,
        String status,
        Examination examination,
        Purpose purpose,
        UserId orderedBy,
        String orderedByName,
        Instant orderedAt,
        Optional<Instant> performedAt,
        Optional<String> cancelReason,
        List<StudyId> studies) {

    /** What is to be examined. @param bodyPart as DICOM writes it, {@code CHEST} */
    record Examination(
            Optional<String> itemCode,
            String modality,
            Optional<String> bodyPart,
            boolean contrast,
            Optional<Laterality> laterality,
            Optional<String> indication) {}

    enum Laterality {
        LEFT("left", "L"),
        RIGHT("right", "R"),
        BOTH("both", "B");

        private final String identifier;
        private final String dicom;

        Laterality(String identifier, String dicom) {
            this.identifier = identifier;
            this.dicom = dicom;
        }

        @JsonValue
        String identifier() {
            return identifier;
        }

        /** As Laterality (0020,0060) says it. */
        String dicom() {
            return dicom;
        }

        @JsonCreator
        static Laterality of(String identifier) {
            for (Laterality side : values()) {
                if (side.identifier.equals(identifier)) {
                    return side;
                }
            }
            throw ApiException.invalid("laterality", "unknown", "left, right, both");
        }
    }
}
