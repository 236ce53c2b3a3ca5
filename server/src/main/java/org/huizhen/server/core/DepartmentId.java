package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a department of an organization. */
public record DepartmentId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public DepartmentId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static DepartmentId parse(String text) {
        return new DepartmentId(Uuids.parse(text));
    }

    public static DepartmentId next() {
        return new DepartmentId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
