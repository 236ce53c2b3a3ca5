package org.huizhen.server.imaging;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/** What studies were ordered as: what imaging shows without knowing the order feature. */
@FunctionalInterface
public interface OrderedStudies {

    /** @param differences what does not fit between order and study: shown in red until somebody has settled it */
    record Order(
            ExamOrderId id,
            String accessionNumber,
            String purpose,
            Optional<String> laterality,
            Optional<String> indication,
            List<Difference> differences) {}

    record Difference(String field, String ordered, String sent) {}

    /** The orders of those studies that have one. */
    Map<StudyId, Order> of(Handle handle, Collection<StudyId> studies);

    /** Where nothing is ordered. */
    static OrderedStudies none() {
        return (handle, studies) -> Map.of();
    }
}
