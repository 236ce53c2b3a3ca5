package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a clinic's gateway. */
public record GatewayId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public GatewayId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static GatewayId parse(String text) {
        return new GatewayId(Uuids.parse(text));
    }

    public static GatewayId next() {
        return new GatewayId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
