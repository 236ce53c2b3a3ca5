package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Why the patient was examined; health checks (体检) have their own queue and targets. */
enum Purpose {
    OUTPATIENT("outpatient"),
    INPATIENT("inpatient"),
    EMERGENCY("emergency"),
    HEALTH_CHECK("healthCheck");

    private final String identifier;

    Purpose(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    String identifier() {
        return identifier;
    }

    /** @throws IllegalArgumentException for anything else */
    static Purpose of(String identifier) {
        return Arrays.stream(values())
                .filter(value -> value.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(identifier));
    }
}
