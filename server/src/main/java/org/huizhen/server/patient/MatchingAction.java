package org.huizhen.server.patient;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;

/**
 * What somebody has decided of patients or studies, and what stood before and after.
 *
 * @param undoes the action that this one undid
 * @param undoneBy the action that undid this one
 */
record MatchingAction(
        UUID id,
        Kind kind,
        OrganizationId organization,
        Optional<PatientId> patient,
        Optional<PatientId> other,
        List<StudyPlace> studiesBefore,
        List<StudyPlace> studiesAfter,
        String reason,
        GroupState before,
        GroupState after,
        UUID actorId,
        String actorName,
        Instant at,
        Optional<UUID> undoes,
        Optional<UUID> undoneBy) {

    enum Kind {
        LINK("link"),
        UNLINK("unlink"),
        NOT_SAME("notSame"),
        MERGE("merge"),
        /** A study that was unmatched was given to a patient. */
        ASSIGN("assign"),
        /** Studies were moved from one patient to another by two persons; undone in the same way only. */
        CHANGE("change"),
        UNDO("undo");

        private final String identifier;

        Kind(String identifier) {
            this.identifier = identifier;
        }

        String identifier() {
            return identifier;
        }

        static Kind of(String identifier) {
            for (Kind kind : values()) {
                if (kind.identifier.equals(identifier)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("matching_action.kind " + identifier);
        }
    }

    boolean undoable() {
        return undoneBy.isEmpty() && kind != Kind.CHANGE;
    }

    List<StudyId> studies() {
        return studiesAfter.stream().map(StudyPlace::study).toList();
    }
}
