package org.huizhen.server.signaling;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.UserId;
import org.huizhen.server.signaling.call.Line;
import org.huizhen.server.signaling.message.ServerMessage;
import org.huizhen.server.signaling.message.SessionMessage;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;

/** All sessions of this node: opens, resumes, tells and forgets them. */
final class SignalSessions implements Line {
    private final Map<String, SignalSession> sessions = new ConcurrentHashMap<>();
    private final Map<UserId, Set<SignalSession>> byPerson = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final SignalSettings.Limits limits;
    private final Clock clock;

    SignalSessions(SignalSettings.Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** @throws SignalException {@code no-resources} when the node is full */
    SignalSession open(Actor.Person person) {
        if (sessions.size() >= limits.maxSessions()) {
            throw new SignalException(SignalError.NO_RESOURCES, "sessions: " + limits.maxSessions() + " at most");
        }
        SignalSession session = new SignalSession(secret(12), secret(24), limits, clock);
        sessions.put(session.id(), session);
        byPerson.compute(person.userId(), (id, known) -> {
            Set<SignalSession> all = known == null ? ConcurrentHashMap.newKeySet(1) : known;
            all.add(session);
            return all;
        });
        return session;
    }

    /** The session to resume, if it still waits, the key fits and it belongs to the same person. */
    Optional<SignalSession> find(SessionMessage.Resume resume, Actor.Person person) {
        UserId user = person.userId();
        return Optional.ofNullable(sessions.get(resume.session()))
                .filter(session -> session.hasKey(resume.key()))
                .filter(session -> session.person().userId().equals(user))
                .filter(session -> !session.lapsed(now()));
    }

    /** Numbers and sends the event to every session that may hear of it. Returns how many did. */
    int publish(Event event) {
        Text text = ServerMessage.notification(event);
        int told = 0;
        for (SignalSession session : sessions.values()) {
            if (session.audience().filter(audience -> audience.hears(event)).isPresent()) {
                session.event(text);
                told++;
            }
        }
        return told;
    }

    @Override
    public void tell(UserId person, ObjectNode event) {
        Text text = Text.of(event);
        byPerson.getOrDefault(person, Set.of()).forEach(session -> session.event(text));
    }

    @Override
    public void shown(UserId person, ObjectNode event) {
        Text text = Text.of(event);
        String key = "presence:" + person;
        for (SignalSession session : sessions.values()) {
            if (session.watches(person)) {
                session.latest(key, text);
            }
        }
    }

    @Override
    public boolean connected(UserId person) {
        return byPerson.getOrDefault(person, Set.of()).stream()
                .anyMatch(session -> session.outlet().isPresent());
    }

    @Override
    public boolean known(UserId person) {
        return byPerson.containsKey(person);
    }

    @Override
    public Set<UserId> everybody() {
        return byPerson.keySet().stream().filter(this::connected).collect(Collectors.toSet());
    }

    /** Something may have been missed: whatever is on the screen is to be fetched anew. */
    void tellMissed() {
        sessions.values().forEach(session -> session.event(ServerMessage.MISSED));
    }

    /** Forgets the session. True the first time. */
    boolean end(SignalSession session) {
        sessions.remove(session.id());
        byPerson.computeIfPresent(session.person().userId(), (id, all) -> {
            all.remove(session);
            return all.isEmpty() ? null : all;
        });
        return session.end();
    }

    /** Those whose time to resume is over. */
    List<SignalSession> lapsed() {
        Instant now = now();
        List<SignalSession> over = new ArrayList<>();
        for (SignalSession session : sessions.values()) {
            if (session.lapsed(now)) {
                over.add(session);
            }
        }
        return over;
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
