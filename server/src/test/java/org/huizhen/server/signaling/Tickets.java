package org.huizhen.server.signaling;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.SessionId;

/** Gives out tickets that work once. */
final class Tickets implements SignalAuthentication {
    private final Map<String, Actor.Person> open = new ConcurrentHashMap<>();
    final Set<SessionId> ended = ConcurrentHashMap.newKeySet();
    private int count;

    String of(Actor.Person person) {
        String ticket = "ticket-" + ++count;
        open.put(ticket, person);
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
    public boolean alive(SessionId session) {
        return !ended.contains(session);
    }
}
