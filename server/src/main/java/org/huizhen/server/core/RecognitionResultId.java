package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a result that may be recognized elsewhere (互认). */
public record RecognitionResultId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RecognitionResultId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static RecognitionResultId parse(String text) {
        return new RecognitionResultId(Uuids.parse(text));
    }

    public static RecognitionResultId next() {
        return new RecognitionResultId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
