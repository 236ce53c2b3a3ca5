package org.huizhen.server.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.UserId;

/** A person's account. */
public record User(
        UserId id,
        long version,
        OrganizationId organizationId,
        String organizationName,
        Optional<Department> department,
        String username,
        String displayName,
        String locale,
        Set<String> roles,
        boolean active,
        boolean passwordGenerated,
        Optional<Instant> lastSignInAt) {

    /** A department of the person's organization; calls to it ring with its people. */
    record Department(UUID id, String name) {}
}
