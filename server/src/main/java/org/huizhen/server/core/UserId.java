package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a person's account. */
public record UserId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public UserId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static UserId parse(String text) {
        return new UserId(Uuids.parse(text));
    }

    public static UserId next() {
        return new UserId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
