package org.huizhen.server.imaging;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/** How far the reading of studies is: what imaging shows to clinics without knowing the reading feature. */
@FunctionalInterface
public interface ReadingStates {

    /**
     * @param status as {@code ReadingStatus} of the contract
     * @param priority as {@code Priority} of the contract
     * @param readerName who holds the request; absent while nobody does
     * @param reportId only once a final report is there
     */
    record ReadingState(
            ReadingRequestId requestId,
            String status,
            String priority,
            Optional<String> readerName,
            Optional<ReportId> reportId) {}

    /** The states of those studies that have a reading request. */
    Map<StudyId, ReadingState> of(Handle handle, Collection<StudyId> studies);

    /** How urgent it is, by modality, what arrives of an organization by its rules; empty without rules. */
    default Map<String, String> arrivalPriorities(Handle handle, OrganizationId organization) {
        return Map.of();
    }

    /** Where nothing is read: no study has a state. */
    static ReadingStates none() {
        return (handle, studies) -> Map.of();
    }
}
