package org.huizhen.server.signaling;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.SessionId;

/** Gives out tickets that work once. */
final class Tickets implements SignalAuthentication {
    private final Map<String, Actor.Person> open = new ConcurrentHashMap<>();
    private final Map<SessionId, Actor.Person> people = new ConcurrentHashMap<>();
    final Set<SessionId> ended = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    String of(Actor.Person person) {
        String ticket = "ticket-" + count.incrementAndGet();
        open.put(ticket, person);
        people.put(person.sessionId(), person);
        return ticket;
    }

    @Override
    public Optional<Actor.Person> byTicket(String ticket, String address) {
        return Optional.ofNullable(open.remove(ticket));
    }

    @Override
    public Optional<Actor.Person> byToken(String token, String address) {
        return Optional.empty();
    }

    @Override
    public String ticket(SessionId session) {
        Actor.Person person = people.get(session);
        if (person == null) {
            throw new IllegalArgumentException("no such session");
        }
        return of(person);
    }

    @Override
    public Set<SessionId> ended(Set<SessionId> sessions) {
        return sessions.stream().filter(ended::contains).collect(Collectors.toSet());
    }
}
