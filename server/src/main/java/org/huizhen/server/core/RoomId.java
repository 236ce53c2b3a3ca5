package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a room. */
public record RoomId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RoomId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static RoomId parse(String text) {
        return new RoomId(Uuids.parse(text));
    }

    public static RoomId next() {
        return new RoomId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
