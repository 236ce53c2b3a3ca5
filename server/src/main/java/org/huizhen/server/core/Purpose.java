package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** Why a patient is examined; health checks (体检) have their own queue and targets. */
public enum Purpose {
    OUTPATIENT("outpatient"),
    INPATIENT("inpatient"),
    EMERGENCY("emergency"),
    HEALTH_CHECK("healthCheck");

    private final String identifier;

    Purpose(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    public String identifier() {
        return identifier;
    }

    /** @throws ApiException {@code invalid-request} for anything else */
    @JsonCreator
    public static Purpose of(String identifier) {
        return Arrays.stream(values())
                .filter(value -> value.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() ->
                        ApiException.invalid("purpose", "unknown", "outpatient, inpatient, emergency, healthCheck"));
    }
}
