package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The reader's grade of the images: 甲, 乙, 丙, 废片. */
enum ImageQuality {
    A("A"),
    B("B"),
    C("C"),
    REJECTED("rejected");

    private final String identifier;

    ImageQuality(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    String identifier() {
        return identifier;
    }

    /** The clinic is to know what to do better. */
    boolean needsReason() {
        return this == C || this == REJECTED;
    }

    /** @throws IllegalArgumentException for anything else */
    static ImageQuality of(String identifier) {
        return Arrays.stream(values())
                .filter(value -> value.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(identifier));
    }
}
