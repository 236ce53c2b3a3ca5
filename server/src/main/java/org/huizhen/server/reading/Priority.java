package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.huizhen.server.core.Purpose;

/** How soon a study is to be read. */
enum Priority {
    EMERGENCY("emergency"),
    URGENT("urgent"),
    ROUTINE("routine");

    private final String identifier;

    Priority(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    String identifier() {
        return identifier;
    }

    /** What it is for where nobody says. */
    Purpose usualPurpose() {
        return this == EMERGENCY ? Purpose.EMERGENCY : Purpose.OUTPATIENT;
    }

    /** @throws IllegalArgumentException for anything else */
    static Priority of(String identifier) {
        return Arrays.stream(values())
                .filter(value -> value.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(identifier));
    }
}
