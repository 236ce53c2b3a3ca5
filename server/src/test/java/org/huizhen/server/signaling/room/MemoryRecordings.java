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
    /** As if another server had the room. */
    boolean lost;

    private void write(String words) {
        if (lost) {
            throw new LeaseLost();
        }
        written.add(words);
    }

    @Override
    public void opened(RoomId room) {}

    @Override
    public UUID asked(RoomId room, Actor.Person by) {
        write("asked by " + by.displayName());
        return UUID.randomUUID();
    }

    @Override
    public void answered(RoomId room, UUID recording, Actor.Person person, boolean agreed) {
        write(person.displayName() + (agreed ? " agrees" : " refuses"));
    }

    @Override
    public void running(RoomId room, UUID recording) {
        write("running");
    }

    @Override
    public void stopped(RoomId room, UUID recording, String reason) {
        write("stopped " + reason);
    }

    @Override
    public Part part(RoomId room, UUID recording, Actor.Person of, String bundle) {
        UUID id = UUID.randomUUID();
        write("part of " + of.displayName() + " " + bundle);
        return new Part(room, 1, id, Path.of("/recordings", id + ".webm"));
    }

    @Override
    public void partBegan(Part part, Instant at) {
        write("part began");
    }

    @Override
    public void partEnded(Part part, Instant at, boolean whole) {
        write("part ended " + whole);
    }
}
