package org.huizhen.server.identity;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.huizhen.config.Keys;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.access.Access;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Authentication;
import org.huizhen.server.http.Routes;
import org.huizhen.server.organization.OrganizationFeature;

/** Users and sessions: routes, the authentication of people, and what the signaling server and the command line ask. */
public final class IdentityFeature {
    private final Database database;
    private final Clock clock;
    private final Users users = new Users();
    private final Sessions sessions;
    private final Accounts accounts;
    private final SignIn signIn;
    private final SessionAuthentication authentication;
    private final SessionResource sessionResource;
    private final UserResource userResource;

    /** What the settings say about sessions and addresses. */
    public record Setup(ServerSettings.Sessions sessions, URI publicUrl, URI signalingUrl, Keys keys, Clock clock) {}

    public IdentityFeature(
            Database database, Access access, AuditLog audit, OrganizationFeature organizations, Setup setup) {
        this.database = database;
        this.clock = setup.clock();
        this.sessions = new Sessions(setup.keys(), setup.sessions());
        SignInThrottle throttle = new SignInThrottle(setup.keys());
        SignIn.Credentials credentials = new SignIn.Credentials(new Passwords(), throttle);
        this.accounts = new Accounts(users, sessions, audit, credentials);
        this.signIn = new SignIn(database, audit, setup.clock(), users, sessions, credentials);
        this.authentication = new SessionAuthentication(signIn, setup.publicUrl());
        this.sessionResource = new SessionResource(
                database,
                audit,
                signIn,
                authentication,
                new SessionResource.Stores(users, sessions, accounts, organizations),
                setup);
        this.userResource =
                new UserResource(database, access, users, accounts, locked -> lockedUntil(throttle, setup, locked));
    }

    private Optional<Instant> lockedUntil(SignInThrottle throttle, Setup setup, User user) {
        return database.read(handle ->
                throttle.lockedUntil(handle, user.username(), setup.clock().instant()));
    }

    /**
     * What is needed to make an account.
     *
     * @param password generated when absent
     */
    public record UserDraft(
            String username,
            String displayName,
            UUID organizationId,
            Optional<UUID> departmentId,
            Set<String> roles,
            Optional<String> password) {
        public UserDraft {
            departmentId = departmentId == null ? Optional.empty() : departmentId;
            roles = roles == null ? Set.of() : Set.copyOf(roles);
            password = password == null ? Optional.empty() : password;
        }

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "UserDraft[" + username + "]";
        }
    }

    /** An account just made; the password is known to nobody else and never shown again. */
    public record NewUser(UserId id, String password) {
        @Override
        public String toString() {
            return "NewUser[" + id + "]";
        }
    }

    public void routes(Routes routes) {
        sessionResource.routes(routes);
        userResource.routes(routes);
    }

    public Authentication authentication() {
        return authentication;
    }

    /** Whose ticket this is; it works once within 30 s. */
    public Optional<Actor.Person> redeemTicket(String ticket, String address) {
        return signIn.byTicket(ticket, address);
    }

    /** A new ticket of the session, which any node that shares our keys redeems. */
    public String ticket(SessionId session) {
        return database.write(transaction -> sessions.issueTicket(transaction, session));
    }

    /** Whose token this is (API clients). @throws ApiException {@code session-expired} */
    public Optional<Actor.Person> byToken(String token, String address) {
        return signIn.byToken(token, false, address, Optional.empty(), false);
    }

    /** Those that stand no longer: ended, run out, or unknown. */
    public Set<SessionId> ended(Set<SessionId> asked) {
        Set<SessionId> ended = new HashSet<>(asked);
        ended.removeAll(database.read(handle -> sessions.holding(handle, asked, clock.instant())));
        return ended;
    }

    /** Whether there is any account. */
    public boolean anybody() {
        return database.read(handle -> handle.createQuery("select exists (select 1 from app_user)")
                .mapTo(Boolean.class)
                .one());
    }

    /** Makes an account; a generated password unless one is given. */
    public NewUser create(Transaction transaction, Actor actor, UserDraft draft) {
        Accounts.Created created = accounts.create(
                transaction, actor, new OrganizationId(draft.organizationId()), draft, draft.password());
        return new NewUser(created.id(), created.password());
    }

    /** A new generated password by user name. @throws ApiException {@code not-found} */
    public String resetPassword(Transaction transaction, Actor actor, String username) {
        User user = users.byUsername(transaction.handle(), username)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        return accounts.reset(transaction, actor, user);
    }

    public Optional<User> find(UserId id) {
        return database.read(handle -> users.find(handle, id));
    }

    /** All accounts in the order of their names; for the command line. */
    public List<User> all() {
        return database.read(users::all);
    }

    /** The periodic job: what has run out is ended, what nobody redeemed is removed. */
    public void sweep() {
        database.run(sessions::sweep);
    }
}
