package org.huizhen.server.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.database.Database;
import org.jdbi.v3.core.Handle;

/** Signing in, and finding out who a token, cookie or ticket stands for. */
final class SignIn {
    private static final Actor ANONYMOUS = new Actor.Server("sign-in");

    private final Database database;
    private final AuditLog audit;
    private final Clock clock;
    private final Users users;
    private final Sessions sessions;
    private final Credentials credentials;

    /** What checks a password. */
    record Credentials(Passwords passwords, SignInThrottle throttle) {}

    SignIn(Database database, AuditLog audit, Clock clock, Users users, Sessions sessions, Credentials credentials) {
        this.database = database;
        this.audit = audit;
        this.clock = clock;
        this.users = users;
        this.sessions = sessions;
        this.credentials = credentials;
    }

    record SignedIn(User user, Sessions.Opened session) {}

    /** @throws ApiException {@code wrong-credentials}, {@code locked-out} */
    SignedIn signIn(String username, String password, boolean web, String address) {
        Optional<User> user = verified(username, password, address);
        if (user.isEmpty()) {
            throw new ApiException(ErrorCode.WRONG_CREDENTIALS);
        }
        return database.write(transaction -> {
            credentials.throttle().clear(transaction, username, address);
            users.signedIn(transaction, user.get().id());
            Sessions.Opened opened = sessions.open(transaction, user.get().id(), web, address);
            audit.record(
                    transaction,
                    AuditEntry.success(person(user.get(), opened.id(), address, Optional.empty()), "session.signIn")
                            .about("session", opened.id())
                            .with("client", web ? "web" : "api"));
            return new SignedIn(user.get(), opened);
        });
    }

    /** @throws ApiException {@code wrong-credentials}, {@code locked-out} */
    void requirePassword(Actor.Person person, String password) {
        if (verified(person.username(), password, person.address()).isEmpty()) {
            throw new ApiException(ErrorCode.WRONG_CREDENTIALS);
        }
        database.run(transaction -> credentials.throttle().clear(transaction, person.username(), person.address()));
    }

    /**
     * The session's person, or empty when the text is no token of ours.
     *
     * @param ownAccount the request is about the session or the password itself: that much may be done with a password
     *     that somebody else has made
     * @throws ApiException {@code session-expired}, {@code password-change-required}
     */
    Optional<Actor.Person> byToken(
            String token, boolean web, String address, Optional<Locale> language, boolean ownAccount) {
        if (!token.startsWith(Sessions.TOKEN_PREFIX)) {
            return Optional.empty();
        }
        Optional<Sessions.Known> known = database.read(handle -> sessions.byToken(handle, token));
        if (known.isEmpty() || known.get().session().web() != web) {
            return Optional.empty();
        }
        return Optional.of(present(known.get(), address, language, ownAccount));
    }

    /** Whose ticket it is; works once. */
    Optional<Actor.Person> byTicket(String ticket, String address) {
        Optional<SessionId> id = database.write(transaction -> sessions.redeem(transaction, ticket));
        return id.flatMap(found -> database.read(handle -> sessions.byId(handle, found)))
                .filter(known -> sessions.holds(known.session(), clock.instant()))
                .map(known -> present(known, address, Optional.empty(), false));
    }

    private Actor.Person present(Sessions.Known known, String address, Optional<Locale> language, boolean ownAccount) {
        Instant now = clock.instant();
        Sessions.Session session = known.session();
        User user = known.user();
        if (!sessions.holds(session, now) || !user.active()) {
            throw new ApiException(ErrorCode.SESSION_EXPIRED);
        }
        if (user.passwordGenerated() && !ownAccount) {
            throw new ApiException(ErrorCode.PASSWORD_CHANGE_REQUIRED);
        }
        if (sessions.shouldNote(session, now)) {
            database.run(transaction -> sessions.noteSeen(transaction, session.id()));
        }
        return person(user, session.id(), address, language);
    }

    private Optional<User> verified(String username, String password, String address) {
        // The attempt is counted and committed first; the refusal it may throw must not undo the count.
        database.run(transaction -> credentials.throttle().begin(transaction, username, address));
        Optional<User> user = database.read(handle -> users.byUsername(handle, username));
        boolean right = user.isPresent()
                ? credentials.passwords().matches(password, database.read(handle -> hash(handle, user.get())))
                : credentials.passwords().matchesNobody(password);
        if (right && user.get().active()) {
            return user;
        }
        database.run(transaction -> {
            AuditEntry entry = AuditEntry.failure(ANONYMOUS, "session.signIn").with("address", address);
            // A name that nobody has may be a password typed into the wrong field: it is not written down.
            audit.record(
                    transaction,
                    user.map(known -> entry.about("user", known.id())).orElse(entry));
        });
        return Optional.empty();
    }

    private String hash(Handle handle, User user) {
        return users.passwordHash(handle, user.id());
    }

    private static Actor.Person person(User user, SessionId session, String address, Optional<Locale> language) {
        return new Actor.Person(
                user.id(),
                user.organizationId(),
                user.username(),
                user.displayName(),
                user.roles(),
                session,
                language.orElse(user.locale().equals("en") ? Locale.ENGLISH : Locale.SIMPLIFIED_CHINESE),
                address);
    }
}
