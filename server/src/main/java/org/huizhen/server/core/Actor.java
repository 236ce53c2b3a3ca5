package org.huizhen.server.core;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Who acts: a signed-in person, a clinic's gateway, or the server itself. */
public sealed interface Actor {

    /** What the audit trail calls the actor; never a secret. */
    String label();

    /** The organization in whose name the actor acts; absent only for the server itself. */
    Optional<OrganizationId> organization();

    Locale locale();

    /** A person. {@code roles} are role identifiers as in {@code access.Role}; {@code address} is the peer's IP. */
    record Person(
            UserId userId,
            OrganizationId organizationId,
            String username,
            String displayName,
            Set<String> roles,
            SessionId sessionId,
            Locale locale,
            String address)
            implements Actor {
        public Person {
            roles = Set.copyOf(roles);
        }

        @Override
        public String label() {
            return username;
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.of(organizationId);
        }
    }

    /** A clinic's gateway, known by its token. */
    record Gateway(GatewayId gatewayId, OrganizationId organizationId, String name, String address) implements Actor {
        @Override
        public String label() {
            return "gateway:" + name;
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.of(organizationId);
        }

        @Override
        public Locale locale() {
            return Locale.SIMPLIFIED_CHINESE;
        }
    }

    /** The server's own jobs and event listeners; {@code name} says which. */
    record Server(String name) implements Actor {
        @Override
        public String label() {
            return "server:" + name;
        }

        @Override
        public Optional<OrganizationId> organization() {
            return Optional.empty();
        }

        @Override
        public Locale locale() {
            return Locale.SIMPLIFIED_CHINESE;
        }
    }
}
