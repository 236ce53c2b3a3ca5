package org.huizhen.server.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Validation;

/** Makes and changes accounts: for the routes of administrators and for the command line. */
final class Accounts {
    private final Users users;
    private final Sessions sessions;
    private final AuditLog audit;
    private final SignIn.Credentials credentials;

    Accounts(Users users, Sessions sessions, AuditLog audit, SignIn.Credentials credentials) {
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
        this.credentials = credentials;
    }

    record Created(UserId id, String password) {}

    /**
     * Makes an account whose password is generated and shown this once, unless one is given.
     *
     * @throws ApiException {@code invalid-request}, {@code conflict} when the user name is taken
     */
    Created create(
            Transaction transaction,
            Actor actor,
            OrganizationId organization,
            IdentityFeature.UserDraft draft,
            Optional<String> given) {
        Validation validation = new Validation()
                .text("username", draft.username(), 2, 100)
                .text("displayName", draft.displayName(), 1, 100)
                .errorIf(
                        given.isPresent() && given.get().length() < Passwords.SHORTEST, "password", "length", "10–500");
        RoleRules.check(validation, draft.roles());
        Optional<User.Department> department = department(transaction, organization, draft.departmentId(), validation);
        validation.orThrow();
        String password = given.orElseGet(Passwords::generate);
        UserId id = UserId.next();
        User user = new User(
                id,
                1,
                organization,
                "",
                department,
                draft.username().strip(),
                draft.displayName().strip(),
                "zh-CN",
                draft.roles(),
                true,
                given.isEmpty(),
                Optional.empty());
        if (users.byUsername(transaction.handle(), user.username()).isPresent()) {
            throw taken(user);
        }
        try {
            users.insert(transaction, user, credentials.passwords().hash(password));
        } catch (RuntimeException e) {
            if (Database.sqlState(e).equals("23505")) {
                throw taken(user);
            }
            throw e;
        }
        audit.record(
                transaction,
                AuditEntry.success(actor, "user.create")
                        .about("user", id)
                        .with("username", user.username())
                        .with("roles", String.join(",", draft.roles())));
        return new Created(id, password);
    }

    private static ApiException taken(User user) {
        return new ApiException(
                ErrorCode.CONFLICT,
                Map.of(),
                List.of(new ApiException.FieldError("username", "taken", user.username())));
    }

    /** A new generated password; ends the user's sessions and forgives failed sign-ins. */
    String reset(Transaction transaction, Actor actor, User user) {
        String password = Passwords.generate();
        users.setPassword(transaction, user.id(), credentials.passwords().hash(password), true);
        sessions.endAll(transaction, user.id(), Optional.empty(), "passwordReset");
        credentials.throttle().unlock(transaction, user.username());
        audit.record(
                transaction, AuditEntry.success(actor, "user.resetPassword").about("user", user.id()));
        return password;
    }

    /** One's own new password; ends the other sessions. */
    void changePassword(Transaction transaction, Actor.Person actor, String next) {
        users.setPassword(transaction, actor.userId(), credentials.passwords().hash(next), false);
        sessions.endAll(transaction, actor.userId(), Optional.of(actor.sessionId()), "passwordChanged");
        audit.record(
                transaction, AuditEntry.success(actor, "session.changePassword").about("user", actor.userId()));
    }

    /** @throws ApiException {@code not-allowed} when people change their own roles */
    void change(Transaction transaction, Actor actor, User user, UserResource.Change change) {
        Set<String> roles = change.roles().orElse(user.roles());
        boolean active = change.active().orElse(user.active());
        Validation validation =
                new Validation().text("displayName", change.displayName().orElse(user.displayName()), 1, 100);
        RoleRules.check(validation, roles);
        Optional<User.Department> department = change.department().isEmpty()
                ? user.department()
                : department(
                        transaction,
                        user.organizationId(),
                        change.department().get().id(),
                        validation);
        validation.orThrow();
        boolean self = actor instanceof Actor.Person person && person.userId().equals(user.id());
        if (self && (!roles.equals(user.roles()) || !active)) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
        users.change(
                transaction,
                new User(
                        user.id(),
                        user.version(),
                        user.organizationId(),
                        user.organizationName(),
                        department,
                        user.username(),
                        change.displayName().orElse(user.displayName()).strip(),
                        user.locale(),
                        roles,
                        active,
                        user.passwordGenerated(),
                        user.lastSignInAt()));
        if (!active) {
            sessions.endAll(transaction, user.id(), Optional.<SessionId>empty(), "deactivated");
        }
        audit.record(
                transaction,
                AuditEntry.success(actor, "user.change")
                        .about("user", user.id())
                        .with("roles", String.join(",", roles))
                        .with(
                                "department",
                                department.map(User.Department::name).orElse(""))
                        .with("active", Boolean.toString(active)));
    }

    private Optional<User.Department> department(
            Transaction transaction, OrganizationId organization, Optional<UUID> id, Validation validation) {
        Optional<User.Department> found =
                id.flatMap(given -> users.department(transaction.handle(), organization, given));
        validation.errorIf(id.isPresent() && found.isEmpty(), "departmentId", "unknown", "departmentId");
        return found;
    }

    void unlock(Transaction transaction, Actor actor, User user) {
        credentials.throttle().unlock(transaction, user.username());
        audit.record(transaction, AuditEntry.success(actor, "user.unlock").about("user", user.id()));
    }
}
