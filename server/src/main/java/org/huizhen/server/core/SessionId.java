package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a signed-in session. */
public record SessionId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static SessionId parse(String text) {
        return new SessionId(Uuids.parse(text));
    }

    public static SessionId next() {
        return new SessionId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
