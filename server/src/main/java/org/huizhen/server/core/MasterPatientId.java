package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a person across organizations (主索引). */
public record MasterPatientId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MasterPatientId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static MasterPatientId parse(String text) {
        return new MasterPatientId(Uuids.parse(text));
    }

    public static MasterPatientId next() {
        return new MasterPatientId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
