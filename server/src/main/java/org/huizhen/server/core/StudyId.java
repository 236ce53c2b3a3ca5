package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a study in Huizhen, whatever its Study Instance UID. */
public record StudyId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public StudyId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static StudyId parse(String text) {
        return new StudyId(Uuids.parse(text));
    }

    public static StudyId next() {
        return new StudyId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
