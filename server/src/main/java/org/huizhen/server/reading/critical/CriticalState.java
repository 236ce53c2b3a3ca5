package org.huizhen.server.reading.critical;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** Where a critical finding stands (mission.md). */
enum CriticalState {
    /** The clock runs; nobody at the clinic has been reached. */
    RAISED("raised"),
    /** Somebody has been told but has not read it back: the clock still runs. */
    NOTIFIED("notified"),
    /** Read back by a person of the clinic. */
    ACKNOWLEDGED("acknowledged"),
    /** The patient, or who is with them, knows. */
    PATIENT_REACHED("patientReached"),
    HANDLED("handled"),
    /** Raised in error. */
    WITHDRAWN("withdrawn");

    private final String identifier;

    CriticalState(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    String identifier() {
        return identifier;
    }

    static CriticalState of(String identifier) {
        return Arrays.stream(values())
                .filter(value -> value.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(identifier));
    }

    boolean answered() {
        return this != RAISED && this != NOTIFIED;
    }

    private Set<CriticalState> next() {
        return switch (this) {
            case RAISED -> Set.of(NOTIFIED, ACKNOWLEDGED, WITHDRAWN);
            case NOTIFIED -> Set.of(ACKNOWLEDGED, WITHDRAWN);
            case ACKNOWLEDGED -> Set.of(PATIENT_REACHED, WITHDRAWN);
            case PATIENT_REACHED -> Set.of(HANDLED, WITHDRAWN);
            case HANDLED, WITHDRAWN -> Set.of();
        };
    }

    /** @throws ApiException {@code wrong-state} naming this state and those that may follow */
    CriticalState to(CriticalState wanted) {
        if (!next().contains(wanted)) {
            throw refusal();
        }
        return wanted;
    }

    ApiException refusal() {
        List<String> allowed =
                next().stream().map(CriticalState::identifier).sorted().toList();
        return new ApiException(ErrorCode.WRONG_STATE, Map.of("state", identifier, "allowed", allowed));
    }
}
