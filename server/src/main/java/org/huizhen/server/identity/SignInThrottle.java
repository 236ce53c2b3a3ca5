package org.huizhen.server.identity;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.huizhen.config.KeyPurpose;
import org.huizhen.config.Keys;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/**
 * Delays guesses: per account and address, so that a stranger elsewhere cannot lock out the duty doctor. Four failures are
 * free; each further one doubles the delay, from 5 s to 15 min; an hour without failures forgets them.
 */
final class SignInThrottle {
    static final int FREE = 4;
    static final Duration FIRST_DELAY = Duration.ofSeconds(5);
    static final Duration LONGEST_DELAY = Duration.ofMinutes(15);
    private static final Duration FORGET = Duration.ofHours(1);

    private final Keys keys;

    SignInThrottle(Keys keys) {
        this.keys = keys;
    }

    private record Entry(int failures, Instant lastFailure, Instant blockedUntil) {}

    /**
     * Counts the attempt as failed before the password is looked at, so that attempts at the same moment cannot share one
     * chance; {@link #clear} forgives it.
     *
     * @throws ApiException {@code locked-out} with {@code retryAfterSeconds}
     */
    void begin(Transaction transaction, String account, String address) {
        Handle handle = transaction.handle();
        Instant now = transaction.now();
        handle.createUpdate("""
                        insert into sign_in_throttle (account_hash, address, failures, last_failure_at, blocked_until)
                        values (:account, :address, 0, :now, :now) on conflict do nothing
                        """)
                .bind("account", hash(account))
                .bind("address", address)
                .bind("now", now)
                .execute();
        Entry entry = handle.createQuery("""
                        select failures, last_failure_at, blocked_until from sign_in_throttle
                        where account_hash = :account and address = :address for update
                        """)
                .bind("account", hash(account))
                .bind("address", address)
                .map((row, context) -> new Entry(
                        row.getInt(1),
                        row.getTimestamp(2).toInstant(),
                        row.getTimestamp(3).toInstant()))
                .one();
        boolean clockSetBack = entry.lastFailure().isAfter(now);
        if (entry.blockedUntil().isAfter(now) && !clockSetBack) {
            long seconds = Duration.between(now, entry.blockedUntil()).toSeconds() + 1;
            throw new ApiException(ErrorCode.LOCKED_OUT, Map.of("retryAfterSeconds", seconds));
        }
        int failures = entry.lastFailure().plus(FORGET).isBefore(now) ? 1 : entry.failures() + 1;
        handle.createUpdate("""
                        update sign_in_throttle set failures = :failures, last_failure_at = :now, blocked_until = :until
                        where account_hash = :account and address = :address
                        """)
                .bind("failures", failures)
                .bind("now", now)
                .bind("until", now.plus(delay(failures)))
                .bind("account", hash(account))
                .bind("address", address)
                .execute();
    }

    void clear(Transaction transaction, String account, String address) {
        transaction
                .handle()
                .createUpdate("delete from sign_in_throttle where account_hash = :account and address = :address")
                .bind("account", hash(account))
                .bind("address", address)
                .execute();
    }

    /** Forgives the account's failures at all addresses. */
    void unlock(Transaction transaction, String account) {
        transaction
                .handle()
                .createUpdate("delete from sign_in_throttle where account_hash = :account")
                .bind("account", hash(account))
                .execute();
    }

    /** Until when the longest delay of the account holds, over all addresses. */
    Optional<Instant> lockedUntil(Handle handle, String account, Instant now) {
        List<Instant> until = handle.createQuery("""
                        select max(blocked_until) from sign_in_throttle where account_hash = :account
                          and blocked_until > :now and failures > :free having max(blocked_until) is not null
                        """)
                .bind("account", hash(account))
                .bind("now", now)
                .bind("free", FREE)
                .mapTo(Instant.class)
                .list();
        return until.stream().findFirst();
    }

    static Duration delay(int failures) {
        if (failures <= FREE) {
            return Duration.ZERO;
        }
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(failures - FREE - 1, 20));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    private byte[] hash(String account) {
        return keys.current(KeyPurpose.SESSION)
                .hmac(("account\0" + account.strip().toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    }
}
