package org.huizhen.gateway.status;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.huizhen.config.Keys;
import org.huizhen.config.Secret;

/** Asks callers from other machines for the PIN, with a growing delay after wrong ones. Thread-safe. */
final class PinGate {
    private static final int FREE_TRIES = 3;
    private static final int REMEMBERED = 1000;
    private static final Duration SESSION = Duration.ofHours(12);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private record Tries(int wrong, Instant notBefore) {}

    private final Optional<Secret> pin;
    private final Clock clock;
    private final Map<String, Tries> tries = bounded();
    private final Map<String, Instant> sessions = bounded();

    PinGate(Optional<Secret> pin, Clock clock) {
        this.pin = pin;
        this.clock = clock;
    }

    /** Whether a caller with this session may see the page. */
    synchronized boolean admits(boolean loopback, String session) {
        if (loopback) {
            return true;
        }
        Instant until = session == null ? null : sessions.get(session);
        return pin.isPresent() && until != null && clock.instant().isBefore(until);
    }

    /** How long this address must wait before its next try; zero: not at all. */
    synchronized Duration delay(String address) {
        Tries before = tries.get(address);
        Instant now = clock.instant();
        return before == null || !now.isBefore(before.notBefore())
                ? Duration.ZERO
                : Duration.between(now, before.notBefore());
    }

    /** A try; gives a new session when the PIN is right. */
    synchronized Optional<String> enter(String address, String tried) {
        if (pin.isEmpty() || delay(address).isPositive()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (pin.get().matches(tried)) {
            tries.remove(address);
            String session = Keys.randomText();
            sessions.put(session, now.plus(SESSION));
            return Optional.of(session);
        }
        Tries before = tries.get(address);
        int wrong = before == null ? 1 : before.wrong() + 1;
        Duration delay = Duration.ZERO;
        if (wrong >= FREE_TRIES) {
            delay = Duration.ofSeconds(1L << Math.min(20, wrong - FREE_TRIES + 2));
        }
        tries.put(address, new Tries(wrong, now.plus(delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay)));
        return Optional.empty();
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > REMEMBERED;
            }
        };
    }
}
