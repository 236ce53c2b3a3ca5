package org.huizhen.server.order;

import java.util.List;
import java.util.Optional;
import org.huizhen.server.core.ExamOrderId;

/**
 * The order that a study was made for, and what does not fit between both.
 *
 * @param laterality left, right or both, where a side was ordered
 */
public record StudyOrder(
        ExamOrderId id,
        String accessionNumber,
        String purpose,
        Optional<String> laterality,
        Optional<String> indication,
        List<Difference> differences) {

    /** @param field {@code name}, {@code sex}, {@code birthDate}, {@code laterality} or {@code modality} */
    public record Difference(String field, String ordered, String sent) {
        /** Keeps patient data out of logs. */
        @Override
        public String toString() {
            return "Difference[" + field + "]";
        }
    }
}
