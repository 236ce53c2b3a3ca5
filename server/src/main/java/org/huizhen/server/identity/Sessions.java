package org.huizhen.server.identity;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.config.KeyPurpose;
import org.huizhen.config.Keys;
import org.huizhen.config.ServerSettings;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The tables {@code session} and {@code session_ticket}; they hold keyed hashes of tokens, never tokens. */
final class Sessions {
    /** Tells our tokens from those of gateways before the database is asked. */
    static final String TOKEN_PREFIX = "hzs_";

    static final Duration TICKET = Duration.ofSeconds(30);
    /** How stale {@code last_seen_at} may be: a write per request would be too many. */
    private static final Duration SEEN_STEP = Duration.ofSeconds(30);

    private static final String COLUMNS = """
            s.id as session_id, s.client as session_client, s.last_seen_at as session_seen_at,
              s.expires_at as session_expires_at, s.ended_at as session_ended_at
            """;

    private final Keys keys;
    private final ServerSettings.Sessions limits;

    Sessions(Keys keys, ServerSettings.Sessions limits) {
        this.keys = keys;
        this.limits = limits;
    }

    /** @param web signed in by a browser, known by its cookie */
    record Session(SessionId id, UserId user, boolean web, Instant lastSeen, Instant expires, boolean ended) {}

    /** A session and the person whose it is. */
    record Known(Session session, User user) {}

    record Opened(SessionId id, String token, Instant expires) {}

    Opened open(Transaction transaction, UserId user, boolean web, String address) {
        SessionId id = SessionId.next();
        String token = TOKEN_PREFIX + Keys.randomText();
        Instant expires = transaction.now().plus(limits.longest());
        transaction
                .handle()
                .createUpdate("""
                        insert into session (id, user_id, token_hash, client, address, created_at, last_seen_at, expires_at)
                        values (:id, :user, :hash, :client, :address, :now, :now, :expires)
                        """)
                .bind("id", id)
                .bind("user", user)
                .bind("hash", hash(token))
                .bind("client", web ? "web" : "api")
                .bind("address", address)
                .bind("now", transaction.now())
                .bind("expires", expires)
                .execute();
        return new Opened(id, token, expires);
    }

    /** The session of a token and whose it is: asked at every request, so in one question. */
    Optional<Known> byToken(Handle handle, String token) {
        return handle.createQuery(Users.selecting(COLUMNS) + " join session s on s.user_id = u.id"
                        + " where s.token_hash in (<hashes>)")
                .bindList("hashes", hashes(token))
                .map((row, context) -> new Known(session(row), Users.map(row)))
                .findOne();
    }

    Optional<Known> byId(Handle handle, SessionId id) {
        return handle.createQuery(Users.selecting(COLUMNS) + " join session s on s.user_id = u.id where s.id = :id")
                .bind("id", id)
                .map((row, context) -> new Known(session(row), Users.map(row)))
                .findOne();
    }

    /** Whether the session holds at that moment: neither ended nor idle or old beyond the limits. */
    boolean holds(Session session, Instant now) {
        return !session.ended()
                && session.expires().isAfter(now)
                && session.lastSeen().plus(limits.idle()).isAfter(now);
    }

    /** Those of the sessions that hold at that moment. */
    Set<SessionId> holding(Handle handle, Set<SessionId> ids, Instant now) {
        return handle.createQuery("""
                        select id from session where id = any(:ids) and ended_at is null
                          and expires_at > :now and last_seen_at > :idleSince
                        """)
                .bindArray("ids", UUID.class, ids.stream().map(SessionId::value).toArray())
                .bind("now", now)
                .bind("idleSince", now.minus(limits.idle()))
                .mapTo(UUID.class)
                .map(SessionId::new)
                .collect(Collectors.toSet());
    }

    boolean shouldNote(Session session, Instant now) {
        return session.lastSeen().plus(SEEN_STEP).isBefore(now);
    }

    void noteSeen(Transaction transaction, SessionId id) {
        transaction
                .handle()
                .createUpdate("update session set last_seen_at = greatest(last_seen_at, :now) where id = :id")
                .bind("now", transaction.now())
                .bind("id", id)
                .execute();
    }

    void end(Transaction transaction, SessionId id, String reason) {
        transaction
                .handle()
                .createUpdate(
                        "update session set ended_at = :now, end_reason = :reason where id = :id and ended_at is null")
                .bind("now", transaction.now())
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    /** Ends the user's sessions but one. */
    void endAll(Transaction transaction, UserId user, Optional<SessionId> except, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update session set ended_at = :now, end_reason = :reason
                        where user_id = :user and ended_at is null and id is distinct from cast(:except as uuid)
                        """)
                .bind("now", transaction.now())
                .bind("reason", reason)
                .bind("user", user)
                .bind("except", except.map(SessionId::value).orElse(null))
                .execute();
    }

    String issueTicket(Transaction transaction, SessionId session) {
        String ticket = Keys.randomText();
        transaction
                .handle()
                .createUpdate(
                        "insert into session_ticket (ticket_hash, session_id, expires_at) values (:hash, :session, :expires)")
                .bind("hash", hash(ticket))
                .bind("session", session)
                .bind("expires", transaction.now().plus(TICKET))
                .execute();
        return ticket;
    }

    /** The ticket's session; the ticket is gone afterwards, whatever the answer. */
    Optional<SessionId> redeem(Transaction transaction, String ticket) {
        return transaction
                .handle()
                .createQuery("""
                        with taken as (delete from session_ticket where ticket_hash in (<hashes>)
                          returning session_id, expires_at)
                        select session_id from taken where expires_at > :now
                        """)
                .bindList("hashes", hashes(ticket))
                .bind("now", transaction.now())
                .mapTo(UUID.class)
                .findOne()
                .map(SessionId::new);
    }

    /** Removes tickets nobody redeemed and ends what has run out. */
    void sweep(Transaction transaction) {
        transaction
                .handle()
                .createUpdate("delete from session_ticket where expires_at < :now")
                .bind("now", transaction.now())
                .execute();
        transaction
                .handle()
                .createUpdate("""
                        update session set ended_at = :now, end_reason = 'expired'
                        where ended_at is null and (expires_at < :now or last_seen_at < :idleSince)
                        """)
                .bind("now", transaction.now())
                .bind("idleSince", transaction.now().minus(limits.idle()))
                .execute();
    }

    private static Session session(ResultSet row) throws SQLException {
        return new Session(
                new SessionId(row.getObject("session_id", UUID.class)),
                new UserId(row.getObject("id", UUID.class)),
                row.getString("session_client").equals("web"),
                row.getTimestamp("session_seen_at").toInstant(),
                row.getTimestamp("session_expires_at").toInstant(),
                row.getTimestamp("session_ended_at") != null);
    }

    private byte[] hash(String secret) {
        return keys.current(KeyPurpose.SESSION).hmac(bytes(secret));
    }

    private List<byte[]> hashes(String secret) {
        return keys.all(KeyPurpose.SESSION).stream()
                .map(key -> key.hmac(bytes(secret)))
                .toList();
    }

    private static byte[] bytes(String secret) {
        return ("secret\0" + secret).getBytes(StandardCharsets.UTF_8);
    }
}
