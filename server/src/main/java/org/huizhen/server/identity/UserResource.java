package org.huizhen.server.identity;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.IfMatch;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.SecretAnswer;
import org.huizhen.server.http.Validation;

/** {@code /users}: accounts of the administrator's organization and of those below it. */
final class UserResource {
    private final Database database;
    private final Access access;
    private final Users users;
    private final Accounts accounts;
    private final Function<User, Optional<Instant>> lockedUntil;

    UserResource(
            Database database,
            Access access,
            Users users,
            Accounts accounts,
            Function<User, Optional<Instant>> lockedUntil) {
        this.database = database;
        this.access = access;
        this.users = users;
        this.accounts = accounts;
        this.lockedUntil = lockedUntil;
    }

    void routes(Routes routes) {
        routes.get("/api/v1/users", Permission.USER_ADMINISTER, this::list)
                .post("/api/v1/users", Permission.USER_ADMINISTER, this::create)
                .get("/api/v1/users/{id}", Permission.USER_ADMINISTER, this::get)
                .patch("/api/v1/users/{id}", Permission.USER_ADMINISTER, this::change)
                .post("/api/v1/users/{id}/reset-password", Permission.USER_ADMINISTER, this::resetPassword)
                .post("/api/v1/users/{id}/unlock", Permission.USER_ADMINISTER, this::unlock);
    }

    record OrganizationRef(UUID id, String name) {}

    record UserView(
            UUID id,
            long version,
            String username,
            String displayName,
            OrganizationRef organization,
            Optional<User.Department> department,
            List<String> roles,
            boolean active,
            boolean locked,
            Optional<Instant> lockedUntil,
            Optional<Instant> lastSignInAt) {}

    record UserCreated(UserView user, String password) {}

    record NewPassword(String password) {}

    /** What is to change; absent stays. */
    record Change(
            Optional<String> displayName,
            Optional<Set<String>> roles,
            Optional<Boolean> active,
            Optional<Membership> department) {
        Change {
            displayName = displayName == null ? Optional.empty() : displayName;
            roles = roles == null ? Optional.empty() : roles;
            active = active == null ? Optional.empty() : active;
            department = department == null ? Optional.empty() : department;
        }
    }

    /** In no department where the id is absent. */
    record Membership(Optional<UUID> id) {
        Membership {
            id = id == null ? Optional.empty() : id;
        }
    }

    private void list(Context context, Actor actor) {
        int limit = Page.limit(context);
        Optional<OrganizationId> organization =
                Optional.ofNullable(context.queryParam("organizationId")).map(OrganizationId::parse);
        Optional<String> part = Optional.ofNullable(context.queryParam("query")).filter(text -> !text.isBlank());
        List<User> rows = database.read(handle -> {
            Scope scope = access.scope(handle, actor, Permission.USER_ADMINISTER);
            return users.list(handle, scope, organization, part, Page.cursor(context, 2), limit + 1);
        });
        context.json(Page.of(
                        rows,
                        limit,
                        user -> List.of(
                                user.username().toLowerCase(Locale.ROOT),
                                user.id().toString()))
                .map(this::view));
    }

    private void create(Context context, Actor actor) {
        IdentityFeature.UserDraft draft = context.bodyAsClass(IdentityFeature.UserDraft.class);
        new Validation().required("organizationId", draft.organizationId()).orThrow();
        OrganizationId organization = new OrganizationId(draft.organizationId());
        UserCreated created = database.write(transaction -> {
            access.require(transaction.handle(), actor, Permission.USER_ADMINISTER, Subject.of(organization));
            Accounts.Created made = accounts.create(transaction, actor, organization, draft, draft.password());
            return new UserCreated(
                    view(users.find(transaction.handle(), made.id()).orElseThrow()), made.password());
        });
        SecretAnswer.mark(context);
        context.status(201)
                .header("Location", "/api/v1/users/" + created.user().id())
                .json(created);
    }

    private void get(Context context, Actor actor) {
        User user = database.read(handle -> {
            User found = users.find(handle, UserId.parse(context.pathParam("id")))
                    .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(handle, actor, Permission.USER_ADMINISTER, Subject.of(found.organizationId()));
            return found;
        });
        answer(context, user);
    }

    private void change(Context context, Actor actor) {
        Change change = context.bodyAsClass(Change.class);
        answer(context, database.write(transaction -> {
            User user = locked(transaction, context, actor);
            IfMatch.check(context, user.version());
            accounts.change(transaction, actor, user, change);
            return users.find(transaction.handle(), user.id()).orElseThrow();
        }));
    }

    private void resetPassword(Context context, Actor actor) {
        String password =
                database.write(transaction -> accounts.reset(transaction, actor, locked(transaction, context, actor)));
        SecretAnswer.mark(context);
        context.json(new NewPassword(password));
    }

    private void unlock(Context context, Actor actor) {
        answer(context, database.write(transaction -> {
            User user = locked(transaction, context, actor);
            accounts.unlock(transaction, actor, user);
            return user;
        }));
    }

    private User locked(Transaction transaction, Context context, Actor actor) {
        User user = users.lock(transaction, UserId.parse(context.pathParam("id")))
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        access.require(transaction.handle(), actor, Permission.USER_ADMINISTER, Subject.of(user.organizationId()));
        return user;
    }

    private void answer(Context context, User user) {
        context.header("ETag", "\"" + user.version() + "\"").json(view(user));
    }

    private UserView view(User user) {
        Optional<Instant> until = lockedUntil.apply(user);
        return new UserView(
                user.id().value(),
                user.version(),
                user.username(),
                user.displayName(),
                new OrganizationRef(user.organizationId().value(), user.organizationName()),
                user.department(),
                user.roles().stream().sorted().toList(),
                user.active(),
                until.isPresent(),
                until,
                user.lastSignInAt());
    }
}
