package org.huizhen.server.identity;

import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.server.access.Role;
import org.huizhen.server.http.Validation;

/** Which roles one person may hold together. */
final class RoleRules {
    /** 三员分立: system, security and audit administration watch each other. */
    private static final Set<String> APART =
            Set.of(Role.ADMIN.identifier(), Role.SECURITY_ADMIN.identifier(), Role.AUDITOR.identifier());

    private RoleRules() {}

    static void check(Validation validation, Set<String> roles) {
        validation.errorIf(roles == null || roles.isEmpty(), "roles", "required", "roles");
        if (roles == null) {
            return;
        }
        for (String role : roles) {
            validation.errorIf(Role.of(role).isEmpty(), "roles", "unknown", role);
        }
        Set<String> held = roles.stream().filter(APART::contains).collect(Collectors.toSet());
        validation.errorIf(held.size() > 1, "roles", "separation-of-duties", String.join(", ", APART));
    }
}
