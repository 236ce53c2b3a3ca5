package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.huizhen.server.core.UserId;

/** One reader's claim on a request, until it is renewed, released, or runs out in silence. */
record Lease(
        PersonRef holder,
        Instant until,
        @JsonProperty("for") LeasePurpose purpose) {
    boolean heldBy(UserId person) {
        return holder.id().equals(person);
    }

    boolean standsAt(Instant now) {
        return now.isBefore(until);
    }
}
