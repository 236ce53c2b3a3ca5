package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a critical finding. */
public record CriticalFindingId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CriticalFindingId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static CriticalFindingId parse(String text) {
        return new CriticalFindingId(Uuids.parse(text));
    }

    public static CriticalFindingId next() {
        return new CriticalFindingId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
