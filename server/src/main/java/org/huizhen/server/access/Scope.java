package org.huizhen.server.access;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;

/**
 * The rows a list may show to an actor: those of the organizations in reach, and those a grant opens. SQL classes embed
 * {@link #condition} in their {@code where} and call {@link #bind}.
 */
public final class Scope {
    private final Set<UUID> organizations;
    private final UUID person;
    private final UUID organization;
    private final Instant now;

    Scope(Set<UUID> organizations, UUID person, UUID organization, Instant now) {
        this.organizations = Set.copyOf(organizations);
        this.person = person;
        this.organization = organization;
        this.now = now;
    }

    /** Whether rows of the organization are in reach without any grant. */
    public boolean covers(OrganizationId id) {
        return organizations.contains(id.value());
    }

    /**
     * A boolean SQL expression over the row's columns.
     *
     * @param organizationColumn the owning organization
     * @param objectColumns columns whose value a grant may name (patient, master patient, study)
     */
    public String condition(String organizationColumn, String... objectColumns) {
        String own = organizationColumn + " = any(:scopeOrganizations)";
        if (objectColumns.length == 0) {
            return own;
        }
        return "(" + own + " or exists (select 1 from access_grant g where g.object_id in ("
                + String.join(", ", objectColumns) + ") and g.subject_id in (:scopePerson, :scopeOrganization)"
                + " and g.revoked_at is null and (g.until is null or g.until > :scopeNow)))";
    }

    /** Binds what {@link #condition} refers to; with {@code condition} of no object columns the rest is ignored. */
    public <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .configure(SqlStatements.class, settings -> settings.setUnusedBindingAllowed(true))
                .bindArray("scopeOrganizations", UUID.class, organizations)
                .bind("scopePerson", person)
                .bind("scopeOrganization", organization)
                .bind("scopeNow", now);
    }
}
