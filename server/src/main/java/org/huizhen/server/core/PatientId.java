package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a patient as one organization and issuer knows them. */
public record PatientId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public PatientId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static PatientId parse(String text) {
        return new PatientId(Uuids.parse(text));
    }

    public static PatientId next() {
        return new PatientId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
