package org.huizhen.server.signaling;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.message.ClientMessage;
import org.huizhen.server.signaling.message.ServerMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;

/** All sessions of this node: opens, resumes, tells and forgets them. */
final class SignalSessions {
    private final Map<String, SignalSession> sessions = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final SignalSettings.Limits limits;
    private final Clock clock;

    SignalSessions(SignalSettings.Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws SignalException {@code no-resources} when the node is full */
    SignalSession open() {
        if (sessions.size() >= limits.maxSessions()) {
            throw new SignalException(SignalError.NO_RESOURCES, "sessions: " + limits.maxSessions() + " at most");
        }
        SignalSession session = new SignalSession(secret(12), secret(24), limits.held(), limits.resume());
        sessions.put(session.id(), session);
        return session;
    }

    /** The session to resume, if it still waits, the key fits and it belongs to the same person. */
    Optional<SignalSession> find(ClientMessage.Resume resume, Actor.Person person) {
        UserId user = person.userId();
        return Optional.ofNullable(sessions.get(resume.session()))
                .filter(session -> session.hasKey(resume.key()))
                .filter(session -> session.person().userId().equals(user))
                .filter(session -> !session.lapsed(now()));
    }

    /** Numbers and sends the event to every session that may hear of it. Returns how many did. */
    int publish(Event event) {
        String text = ServerMessage.notification(event);
        Instant now = now();
        int told = 0;
        for (SignalSession session : sessions.values()) {
            if (session.audience().filter(audience -> audience.hears(event)).isPresent()) {
                session.publish(text, now);
                told++;
            }
        }
        return told;
    }

    void end(SignalSession session) {
        sessions.remove(session.id());
    }

    /** Forgets those whose time to resume is over. */
    void sweep() {
        Instant now = now();
        sessions.values().removeIf(session -> session.lapsed(now));
    }

    Collection<SignalSession> all() {
        return List.copyOf(sessions.values());
    }

    int size() {
        return sessions.size();
    }

    Instant now() {
        return clock.instant();
    }

    private String secret(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
    }
}
