package org.huizhen.server.signaling.room;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;

/** Recordings in memory: what was written down, in words. */
final class MemoryRecordings implements RecordingBook {
    final List<String> written = new ArrayList<>();

    @Override
    public void opened(RoomId room) {}

    @Override
    public UUID asked(RoomId room, Actor.Person by) {
        written.add("asked by " + by.displayName());
        return UUID.randomUUID();
    }

    @Override
    public void answered(UUID recording, Actor.Person person, boolean agreed) {
        written.add(person.displayName() + (agreed ? " agrees" : " refuses"));
    }

    @Override
    public void running(UUID recording) {
        written.add("running");
    }

    @Override
    public void stopped(UUID recording, String reason) {
        written.add("stopped " + reason);
    }

    @Override
    public Part part(UUID recording, Actor.Person of, String bundle) {
        UUID id = UUID.randomUUID();
        written.add("part of " + of.displayName() + " " + bundle);
        return new Part(id, Path.of("/recordings", id + ".webm"));
    }

    @Override
    public void partBegan(UUID part, Instant at) {
        written.add("part began");
    }

    @Override
    public void partEnded(UUID part, Instant at, boolean whole) {
        written.add("part ended " + whole);
    }
}
