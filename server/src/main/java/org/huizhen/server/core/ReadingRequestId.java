package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a request to read a study (远程诊断申请). */
public record ReadingRequestId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReadingRequestId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static ReadingRequestId parse(String text) {
        return new ReadingRequestId(Uuids.parse(text));
    }

    public static ReadingRequestId next() {
        return new ReadingRequestId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
