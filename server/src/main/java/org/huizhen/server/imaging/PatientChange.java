package org.huizhen.server.imaging;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;

/** Somebody's request to move studies to another patient, and what a second person said to it. */
record PatientChange(
        UUID id,
        long version,
        State state,
        OrganizationId organization,
        PatientId from,
        PatientId to,
        List<StudyId> studies,
        String reason,
        Person requestedBy,
        Instant requestedAt,
        Optional<Person> decidedBy,
        Optional<Instant> decidedAt,
        Optional<String> note) {

    enum State {
        REQUESTED("requested"),
        CONFIRMED("confirmed"),
        REFUSED("refused"),
        WITHDRAWN("withdrawn");

        private final String identifier;

        State(String identifier) {
            this.identifier = identifier;
        }

        String identifier() {
            return identifier;
        }

        static Optional<State> of(String identifier) {
            return Arrays.stream(values())
                    .filter(state -> state.identifier.equals(identifier))
                    .findFirst();
        }
    }

    record Person(UserId id, String name) {}
}
