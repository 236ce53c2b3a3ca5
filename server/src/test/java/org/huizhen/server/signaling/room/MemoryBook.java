package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;

/** A book in memory, which a test can make fail. */
final class MemoryBook implements RoomBook {
    /** Who is expected as what; others are strangers. */
    final Map<UserId, RoomRole> expected = new HashMap<>();

    final Map<UUID, String> ended = new HashMap<>();
    final Map<UUID, Instant> endedAt = new HashMap<>();
    final List<ObjectNode> views = new ArrayList<>();
    boolean down;
    /** Another node has taken the room. */
    boolean taken;

    final List<RoomId> released = new ArrayList<>();
    private final Clock clock;

    MemoryBook(Clock clock) {
        this.clock = clock;
    }

    private void reach() {
        if (down) {
            throw new IllegalStateException("the database is away");
        }
        if (taken) {
            throw new LeaseLost();
        }
    }

    @Override
    public Optional<Opening> open(RoomId room) {
        if (taken) {
            throw new RoomElsewhere("wss://other.example/signal");
        }
        reach();
        return Optional.of(new Opening(
                room, "discussion", "auto", false, Optional.empty(), Optional.empty(), List.of(), List.of()));
    }

    @Override
    public void released(RoomId room) {
        reach();
        released.add(room);
    }

    @Override
    public void forgotten(RoomId room) {}

    @Override
    public Entrance entrance(RoomId room, Actor.Person person) {
        reach();
        return Optional.ofNullable(expected.get(person.userId()))
                .<Entrance>map(Entrance.Expected::new)
                .orElseGet(Entrance.Stranger::new);
    }

    @Override
    public UUID joined(RoomId room, Actor.Person person, RoomRole role) {
        reach();
        return UUID.randomUUID();
    }

    @Override
    public void left(UUID stay, String reason, Instant at) {
        if (down) {
            throw new IllegalStateException("the database is away");
        }
        ended.put(stay, reason);
        endedAt.put(stay, at);
    }

    @Override
    public void admitted(RoomId room, Actor.Person by, Actor.Person guest, RoomRole role) {
        reach();
        expected.put(guest.userId(), role);
    }

    @Override
    public void removed(RoomId room, Actor.Person by, UserId person) {
        reach();
        expected.remove(person);
    }

    @Override
    public void locked(RoomId room, Actor.Person by, boolean locked) {
        reach();
    }

    @Override
    public void closed(RoomId room, Actor.Person by, String reason) {
        reach();
    }

    @Override
    public Line said(RoomId room, Actor.Person by, String text) {
        reach();
        return new Line(UUID.randomUUID().toString(), by.userId(), by.displayName(), clock.instant(), text);
    }

    @Override
    public Mark marked(RoomId room, Actor.Person by, ObjectNode mark) {
        reach();
        return new Mark(UUID.randomUUID().toString(), by.userId(), by.displayName(), clock.instant(), mark);
    }

    @Override
    public void unmarked(RoomId room, Actor.Person by, String mark) {
        reach();
    }

    @Override
    public void boardSeen(RoomId room, ObjectNode view) {
        reach();
        views.add(view);
    }
}
