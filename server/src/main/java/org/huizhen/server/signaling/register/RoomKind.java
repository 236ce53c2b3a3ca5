package org.huizhen.server.signaling.register;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import org.huizhen.server.core.ApiException;

/** What a room is for. */
enum RoomKind {
    CONSULTATION("consultation"),
    ROUND("round"),
    DISCUSSION("discussion"),
    DEMONSTRATION("demonstration"),
    LECTURE("lecture");

    private final String identifier;

    RoomKind(String identifier) {
        this.identifier = identifier;
    }

    @JsonValue
    String identifier() {
        return identifier;
    }

    /** @throws ApiException {@code invalid-request} naming the field */
    @JsonCreator
    static RoomKind of(String identifier) {
        return Arrays.stream(values())
                .filter(kind -> kind.identifier.equals(identifier))
                .findFirst()
                .orElseThrow(() -> ApiException.invalid(
                        "kind", "unknown", "consultation | round | discussion | demonstration | lecture"));
    }
}
