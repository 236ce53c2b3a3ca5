package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a lease is held for. */
enum LeasePurpose {
    WRITE,
    REVIEW;

    @JsonValue
    String identifier() {
        return name().toLowerCase(Locale.ROOT);
    }

    static LeasePurpose of(String identifier) {
        return valueOf(identifier.toUpperCase(Locale.ROOT));
    }
}
