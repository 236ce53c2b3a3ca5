package org.huizhen.server.core;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** Identifies a report with all its versions. */
public record ReportId(@JsonValue UUID value) implements Id {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ReportId {}

    /** @throws ApiException {@code not-found} when the text is no UUID */
    public static ReportId parse(String text) {
        return new ReportId(Uuids.parse(text));
    }

    public static ReportId next() {
        return new ReportId(Uuids.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
