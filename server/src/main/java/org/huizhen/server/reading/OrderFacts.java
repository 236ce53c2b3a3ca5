package org.huizhen.server.reading;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/**
 * What the order of a study says: a row of the order feature's published view {@code study_order}.
 *
 * @param sides L, R, both or none
 */
record OrderFacts(Purpose purpose, String indication, Set<String> sides) {
    OrderFacts {
        sides = Set.copyOf(sides);
    }

    /** Empty where nobody ordered by hand. */
    static Optional<OrderFacts> of(Handle handle, StudyId study) {
        return handle.createQuery("select purpose, indication, sides from study_order where study_id = :study")
                .bind("study", study)
                .map((row, context) -> new OrderFacts(
                        Purpose.of(row.getString("purpose")),
                        Optional.ofNullable(row.getString("indication"))
                                .orElse("")
                                .strip(),
                        Set.copyOf(
                                Arrays.asList((String[]) row.getArray("sides").getArray()))))
                .findFirst();
    }

    /** Studies that the order was tied to. */
    static List<StudyId> studiesOf(Handle handle, UUID order) {
        return handle.createQuery("select study_id from study_order where order_id = :order")
                .bind("order", order)
                .mapTo(UUID.class)
                .map(StudyId::new)
                .list();
    }

    /** The request is read for the purpose that was ordered; an emergency as one. Words of the clinic stay. */
    void applyTo(ReadingRequest request) {
        request.purpose = purpose;
        if (purpose == Purpose.EMERGENCY) {
            request.priority = Priority.EMERGENCY;
        }
        if (request.clinicalInfo == null || request.clinicalInfo.isBlank()) {
            request.clinicalInfo = indication;
        }
    }

    boolean changes(ReadingRequest request) {
        return request.purpose != purpose || (request.clinicalInfo.isBlank() && !indication.isBlank());
    }
}
