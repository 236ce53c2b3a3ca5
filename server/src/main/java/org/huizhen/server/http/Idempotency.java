package org.huizhen.server.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;

/**
 * Writes that carry an {@code Idempotency-Key}: the first one runs, the same one again gets the first answer, another
 * request under the key is refused. Refusals are not kept, so that they can be mended and tried again under the key; nor
 * are answers that must not be stored, such as generated passwords.
 */
final class Idempotency {
    private static final Set<HandlerType> WRITES = Set.of(HandlerType.POST, HandlerType.PUT, HandlerType.PATCH);
    private static final int LONGEST_KEY = 200;
    private static final String SECRET = "huizhen.secretAnswer";
    /** An attempt that has not answered by then died with its server; the next may try. */
    private static final Duration ABANDONED = Duration.ofMinutes(2);

    private final Database database;

    Idempotency(Database database) {
        this.database = database;
    }

    @SuppressWarnings("ArrayRecordComponent") // a row of the query, never compared as a whole
    private record Kept(byte[] digest, Integer status, String answer, String contentType, String location) {}

    /** Runs the handler, or answers as it did the first time. */
    void run(Context context, Actor actor, ApiHandler handler) throws Exception {
        String key = context.header("Idempotency-Key");
        if (key == null || !WRITES.contains(context.method()) || !buffered(context)) {
            handler.handle(context, actor);
            return;
        }
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            throw ApiException.invalid("Idempotency-Key", "length", "1–" + LONGEST_KEY);
        }
        String owner = owner(actor);
        byte[] digest = digest(context);
        Optional<Kept> before = claim(owner, key, digest);
        if (before.isPresent()) {
            replay(context, before.get(), digest);
            return;
        }
        boolean done = false;
        try {
            handler.handle(context, actor);
            done = context.statusCode() < 400;
        } finally {
            if (done) {
                keep(context, owner, key);
            } else {
                release(owner, key);
            }
        }
    }

    /** Large bodies stream and have protocols of their own. */
    private static boolean buffered(Context context) {
        String type = context.contentType();
        return type == null || type.startsWith("application/json");
    }

    private Optional<Kept> claim(String owner, String key, byte[] digest) {
        return database.write(transaction -> {
            int fresh = transaction
                    .handle()
                    .createUpdate("""
                            insert into idempotency_key (actor, key, request_digest, created_at)
                            values (:actor, :key, :digest, :now)
                            on conflict (actor, key) do update set created_at = :now
                              where idempotency_key.status is null and idempotency_key.created_at < :abandoned
                                and idempotency_key.request_digest = :digest
                            """)
                    .bind("actor", owner)
                    .bind("key", key)
                    .bind("digest", digest)
                    .bind("now", transaction.now())
                    .bind("abandoned", transaction.now().minus(ABANDONED))
                    .execute();
            if (fresh == 1) {
                return Optional.<Kept>empty();
            }
            return transaction
                    .handle()
                    .createQuery("""
                            select request_digest, status, answer, content_type, location from idempotency_key
                            where actor = :actor and key = :key
                            """)
                    .bind("actor", owner)
                    .bind("key", key)
                    .map((row, ignored) -> new Kept(
                            row.getBytes(1),
                            row.getObject(2, Integer.class),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5)))
                    .findOne();
        });
    }

    private static void replay(Context context, Kept kept, byte[] digest) {
        if (!Arrays.equals(kept.digest(), digest)) {
            throw new ApiException(ErrorCode.IDEMPOTENCY_MISMATCH);
        }
        if (kept.status() == null) {
            throw new ApiException(ErrorCode.UNAVAILABLE, Map.of("retryAfterSeconds", 1));
        }
        if (kept.answer() == null) {
            throw new ApiException(ErrorCode.GONE);
        }
        context.status(kept.status());
        if (kept.location() != null) {
            context.header("Location", kept.location());
        }
        if (kept.contentType() != null) {
            context.contentType(kept.contentType());
        }
        context.header("Idempotent-Replay", "true").result(kept.answer());
    }

    private void keep(Context context, String owner, String key) {
        boolean secret = "true".equals(context.attribute(SECRET));
        String answer = context.result();
        database.run(transaction -> transaction
                .handle()
                .createUpdate("""
                        update idempotency_key set status = :status, answer = :answer, content_type = :type,
                          location = :location where actor = :actor and key = :key
                        """)
                .bind("status", context.statusCode())
                .bind("answer", secret ? null : answer == null ? "" : answer)
                .bind("type", context.res().getContentType())
                .bind("location", context.res().getHeader("Location"))
                .bind("actor", owner)
                .bind("key", key)
                .execute());
    }

    private void release(String owner, String key) {
        database.run(transaction -> transaction
                .handle()
                .createUpdate("delete from idempotency_key where actor = :actor and key = :key and status is null")
                .bind("actor", owner)
                .bind("key", key)
                .execute());
    }

    /** Removes answers older than a day. */
    void prune() {
        database.run(transaction -> transaction
                .handle()
                .createUpdate("delete from idempotency_key where created_at < :before")
                .bind("before", transaction.now().minus(Duration.ofDays(1)))
                .execute());
    }

    static void markSecret(Context context) {
        context.attribute(SECRET, "true");
    }

    private static String owner(Actor actor) {
        return switch (actor) {
            case Actor.Person person -> "person:" + person.userId();
            case Actor.Gateway gateway -> "gateway:" + gateway.gatewayId();
            case Actor.Server server -> server.label();
        };
    }

    private static byte[] digest(Context context) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String head = context.method() + " " + context.path() + "?" + context.queryString() + "\n";
            sha.update(head.getBytes(StandardCharsets.UTF_8));
            return sha.digest(context.bodyAsBytes());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
