package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies an order of an examination. */
public record ExamOrderId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ExamOrderId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static ExamOrderId parse(String text) {
        return new ExamOrderId(Uuids.parse(text));
    }

    public static ExamOrderId next() {
        return new ExamOrderId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
