package org.huizhen.server.access;

import java.time.Clock;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.jdbi.v3.core.Handle;

/** Answers every question of access: by role and reach, then by grant (decision 10). */
public final class Access {
    /** Grants open looking, never changing. */
    private static final Set<Permission> GRANTABLE =
            EnumSet.of(Permission.PATIENT_READ, Permission.STUDY_READ, Permission.REPORT_READ);

    /** What a gateway's token may do, in the name of its organization. */
    private static final Set<Permission> GATEWAY = EnumSet.of(Permission.GATEWAY_SELF, Permission.STUDY_SEND);

    private final Clock clock;
    private final Grants grants;

    public Access(Clock clock, Grants grants) {
        this.clock = clock;
        this.grants = grants;
    }

    /** The widest reach of each permission over the person's roles. */
    public static Map<Permission, Reach> permissions(Set<String> roles) {
        Map<Permission, Reach> sum = new EnumMap<>(Permission.class);
        for (String identifier : roles) {
            Role.of(identifier)
                    .ifPresent(role -> role.permissions()
                            .forEach((permission, reach) ->
                                    sum.merge(permission, reach, (a, b) -> a == Reach.SUBTREE ? a : b)));
        }
        return sum;
    }

    /** Refuses actors whom no role gives the permission at all; what it is about is asked with {@link #require}. */
    public void requireRole(Actor actor, Permission permission) {
        if (reach(actor, permission).isEmpty()) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
    }

    /** @throws ApiException {@code not-allowed} unless a role reaches the subject's organization or a grant opens it */
    public void require(Handle handle, Actor actor, Permission permission, Subject subject) {
        if (!may(handle, actor, permission, subject)) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
    }

    public boolean may(Handle handle, Actor actor, Permission permission, Subject subject) {
        if (actor instanceof Actor.Server) {
            return true;
        }
        Optional<Reach> reach = reach(actor, permission);
        if (reach.isEmpty()) {
            return false;
        }
        OrganizationId own = actor.organization().orElseThrow();
        if (own.equals(subject.organization())) {
            return true;
        }
        if (reach.get() == Reach.SUBTREE
                && subtree(handle, own).contains(subject.organization().value())) {
            return true;
        }
        return actor instanceof Actor.Person person
                && GRANTABLE.contains(permission)
                && grants.opens(handle, person, subject, clock.instant());
    }

    /** The rows of lists. @throws ApiException {@code not-allowed} when no role gives the permission at all */
    public Scope scope(Handle handle, Actor actor, Permission permission) {
        Reach reach = reach(actor, permission).orElseThrow(() -> new ApiException(ErrorCode.NOT_ALLOWED));
        OrganizationId own = actor.organization().orElseThrow(() -> new ApiException(ErrorCode.NOT_ALLOWED));
        Set<UUID> organizations = reach == Reach.SUBTREE ? subtree(handle, own) : Set.of(own.value());
        UUID person = actor instanceof Actor.Person p && GRANTABLE.contains(permission)
                ? p.userId().value()
                : null;
        return new Scope(organizations, person, person == null ? null : own.value(), clock.instant());
    }

    private static Optional<Reach> reach(Actor actor, Permission permission) {
        return switch (actor) {
            case Actor.Person person ->
                Optional.ofNullable(permissions(person.roles()).get(permission));
            case Actor.Gateway ignored -> GATEWAY.contains(permission) ? Optional.of(Reach.OWN) : Optional.empty();
            case Actor.Server ignored -> Optional.of(Reach.SUBTREE);
        };
    }

    private static Set<UUID> subtree(Handle handle, OrganizationId root) {
        return new HashSet<>(
                handle.createQuery("""
                        with recursive below(id) as (
                          select cast(:root as uuid)
                          union select o.id from organization o join below b on o.parent_id = b.id)
                        select id from below
                        """).bind("root", root).mapTo(UUID.class).list());
    }
}
