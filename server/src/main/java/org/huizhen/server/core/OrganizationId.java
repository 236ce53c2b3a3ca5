package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies an organization (医疗机构). */
public record OrganizationId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public OrganizationId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static OrganizationId parse(String text) {
        return new OrganizationId(Uuids.parse(text));
    }

    public static OrganizationId next() {
        return new OrganizationId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
