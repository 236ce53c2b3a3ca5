package org.huizhen.server.signaling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.database.Database;
import org.huizhen.server.signaling.message.SessionMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks hellos on virtual threads, since that asks the database; an address whose hellos keep failing (not the first)
 * waits ever longer for its answer.
 */
final class Doorkeeper {
    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(8);
    private static final Duration FORGET = Duration.ofMinutes(5);
    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration GATHER = Duration.ofMillis(250);

    private static final SignalException TICKET_GONE = new SignalException(
            SignalError.TOKEN_EXPIRED, "the ticket is used or too old: get a new one and say hello again");
    private static final SignalException UNKNOWN_TOKEN =
            new SignalException(SignalError.UNAUTHENTICATED, "the token is not known");

    /** Somebody who may come in, and what they hear. */
    record Guest(Actor.Person person, Audience audience) {}

    private record Failures(int count, Instant last) {}

    private final SignalAuthentication authentication;
    private final Access access;
    private final Database database;
    private final Executor threads;
    private final Clock clock;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();
    /** What is to happen where one of these sessions has ended; guarded by itself. */
    private final Map<SessionId, List<Runnable>> doubted = new HashMap<>();

    Doorkeeper(SignalAuthentication authentication, Access access, Database database, Executor threads, Clock clock) {
        this.authentication = authentication;
        this.access = access;
        this.database = database;
        this.threads = threads;
        this.clock = clock;
    }

    /** Completes exceptionally with what {@link #refusal} understands. */
    CompletableFuture<Guest> admit(SessionMessage.Credential credential, String address) {
        Duration delay = delay(address);
        Executor when = delay.isZero()
                ? threads
                : CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, threads);
        return CompletableFuture.supplyAsync(() -> admitNow(credential, address), when)
                .whenComplete((guest, refusal) -> note(address, refusal));
    }

    private Guest admitNow(SessionMessage.Credential credential, String address) {
        Actor.Person person = switch (credential) {
            case SessionMessage.Credential.Ticket ticket ->
                authentication.byTicket(ticket.value(), address).orElseThrow(() -> TICKET_GONE);
            case SessionMessage.Credential.Token token ->
                authentication.byToken(token.value(), address).orElseThrow(() -> UNKNOWN_TOKEN);
        };
        return new Guest(person, database.read(handle -> Audience.of(access, handle, person)));
    }

    /**
     * Runs {@code action} soon if the web session has ended meanwhile; otherwise nothing. Thousands of sockets ask: what they
     * ask within {@link #GATHER} is one question to the database.
     */
    void whenGone(SessionId session, Runnable action) {
        boolean first;
        synchronized (doubted) {
            first = doubted.isEmpty();
            doubted.computeIfAbsent(session, id -> new ArrayList<>(1)).add(action);
        }
        if (first) {
            CompletableFuture.delayedExecutor(GATHER.toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(this::askWhoIsGone);
        }
    }

    private void askWhoIsGone() {
        Map<SessionId, List<Runnable>> asked;
        synchronized (doubted) {
            asked = Map.copyOf(doubted);
            doubted.clear();
        }
        try {
            authentication.ended(asked.keySet()).forEach(gone -> asked.get(gone).forEach(Runnable::run));
        } catch (RuntimeException e) {
            LOG.warn("cannot ask whether sessions still stand", e);
        }
    }

    static SignalException refusal(Throwable thrown) {
        Throwable cause =
                thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof SignalException refusal) {
            return refusal;
        }
        if (cause instanceof ApiException) {
            return new SignalException(SignalError.TOKEN_EXPIRED, "the session has ended: sign in again");
        }
        LOG.error("a hello could not be checked", cause);
        return new SignalException(SignalError.UNAVAILABLE, "try again").retryAfter(Duration.ofSeconds(5));
    }

    private Duration delay(String address) {
        Failures known = failures.get(address);
        if (known == null || known.count() < 2 || known.last().plus(FORGET).isBefore(clock.instant())) {
            return Duration.ZERO;
        }
        Duration delay = Duration.ofMillis(250L << Math.min(known.count() - 2, 6));
        return delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
    }

    private void note(String address, Throwable refusal) {
        if (refusal == null) {
            failures.remove(address);
            return;
        }
        Instant now = clock.instant();
        if (failures.size() >= MOST_ADDRESSES) {
            failures.values().removeIf(known -> known.last().plus(FORGET).isBefore(now));
        }
        failures.merge(address, new Failures(1, now), (known, one) -> new Failures(known.count() + 1, now));
    }
}
