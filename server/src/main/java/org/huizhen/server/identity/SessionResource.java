package org.huizhen.server.identity;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.SameSite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.ClientAddress;
import org.huizhen.server.http.Routes;
import org.huizhen.server.http.Validation;
import org.huizhen.server.organization.OrganizationFeature;
import org.huizhen.server.organization.OrganizationFeature.OrganizationDetail;

/** {@code /session} and {@code /me}. */
final class SessionResource {
    private final Database database;
    private final AuditLog audit;
    private final SignIn signIn;
    private final SessionAuthentication authentication;
    private final Stores stores;
    private final IdentityFeature.Setup setup;

    /** What the resource reads and changes. */
    record Stores(Users users, Sessions sessions, Accounts accounts, OrganizationFeature organizations) {}

    SessionResource(
            Database database,
            AuditLog audit,
            SignIn signIn,
            SessionAuthentication authentication,
            Stores stores,
            IdentityFeature.Setup setup) {
        this.database = database;
        this.audit = audit;
        this.signIn = signIn;
        this.authentication = authentication;
        this.stores = stores;
        this.setup = setup;
    }

    void routes(Routes routes) {
        routes.open(HandlerType.POST, "/api/v1/session", this::create)
                .delete("/api/v1/session", Permission.SESSION_OWN, this::end)
                .post("/api/v1/session/ticket", Permission.SESSION_OWN, this::ticket)
                .post("/api/v1/session/password", Permission.SESSION_OWN, this::changePassword)
                .get("/api/v1/me", Permission.SESSION_OWN, this::me);
    }

    record CredentialsRequest(String username, String password, Optional<String> otp) {
        @Override
        public String toString() {
            return "CredentialsRequest[…]";
        }
    }

    record PasswordChange(String current, String next) {
        @Override
        public String toString() {
            return "PasswordChange[…]";
        }
    }

    record SessionCreated(Optional<String> token, Instant expiresAt, Me user) {}

    record TicketView(String ticket, String url) {}

    record Me(
            UUID id,
            String username,
            String displayName,
            List<String> roles,
            List<String> permissions,
            OrganizationDetail organization,
            boolean passwordGenerated,
            Instant expiresAt) {}

    private void create(Context context) {
        boolean web = "web".equals(context.header(SessionAuthentication.CLIENT_HEADER));
        if (web) {
            authentication.requireOurOwnPage(context);
        }
        CredentialsRequest body = context.bodyAsClass(CredentialsRequest.class);
        new Validation()
                .text("username", body.username(), 1, 100)
                .text("password", body.password(), 1, 500)
                .orThrow();
        SignIn.SignedIn signedIn = signIn.signIn(body.username(), body.password(), web, ClientAddress.of(context));
        if (web) {
            context.cookie(cookie(signedIn.session().token(), -1));
        }
        context.header("Cache-Control", "no-store")
                .json(new SessionCreated(
                        web ? Optional.empty() : Optional.of(signedIn.session().token()),
                        signedIn.session().expires(),
                        me(signedIn.user(), signedIn.session().expires())));
    }

    private void end(Context context, Actor actor) {
        Actor.Person person = person(actor);
        database.run(transaction -> {
            stores.sessions().end(transaction, person.sessionId(), "signedOut");
            audit.record(
                    transaction, AuditEntry.success(person, "session.signOut").about("session", person.sessionId()));
        });
        context.cookie(cookie("", 0)).status(204);
    }

    private void ticket(Context context, Actor actor) {
        String ticket = database.write(transaction ->
                stores.sessions().issueTicket(transaction, person(actor).sessionId()));
        context.header("Cache-Control", "no-store")
                .json(new TicketView(ticket, setup.signalingUrl().toString()));
    }

    private void changePassword(Context context, Actor actor) {
        PasswordChange body = context.bodyAsClass(PasswordChange.class);
        new Validation()
                .text("current", body.current(), 1, 500)
                .text("next", body.next(), Passwords.SHORTEST, 500)
                .orThrow();
        signIn.requirePassword(person(actor), body.current());
        database.run(transaction -> stores.accounts().changePassword(transaction, person(actor), body.next()));
        context.status(204);
    }

    private void me(Context context, Actor actor) {
        Actor.Person person = person(actor);
        User user = database.read(handle -> stores.users().find(handle, person.userId()))
                .orElseThrow(() -> new ApiException(ErrorCode.SESSION_EXPIRED));
        Instant expires = database.read(handle -> stores.sessions().byId(handle, person.sessionId()))
                .orElseThrow(() -> new ApiException(ErrorCode.SESSION_EXPIRED))
                .session()
                .expires();
        context.json(me(user, expires));
    }

    private Me me(User user, Instant expires) {
        return new Me(
                user.id().value(),
                user.username(),
                user.displayName(),
                user.roles().stream().sorted().toList(),
                Access.permissions(user.roles()).keySet().stream()
                        .map(Permission::slug)
                        .sorted()
                        .toList(),
                database.read(handle -> stores.organizations().find(handle, user.organizationId()))
                        .orElseThrow(),
                user.passwordGenerated(),
                expires);
    }

    private Cookie cookie(String value, int maxAge) {
        boolean secure = "https".equals(setup.publicUrl().getScheme());
        return new Cookie(SessionAuthentication.COOKIE, value, "/", maxAge, secure, true, null, SameSite.STRICT);
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
