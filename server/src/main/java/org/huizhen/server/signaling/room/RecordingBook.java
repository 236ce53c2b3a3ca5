package org.huizhen.server.signaling.room;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;

/** What is kept of recordings. Any thread may call; may block. What returns has been committed. */
public interface RecordingBook {

    /** The room begins to live: nothing of it is being recorded. */
    void opened(RoomId room);

    /** Somebody asks for a recording, and agrees to it thereby. Gives its id. */
    UUID asked(RoomId room, Actor.Person by);

    void answered(UUID recording, Actor.Person person, boolean agreed);

    /** Everybody has agreed. */
    void running(UUID recording);

    /** @param reason as clients know it */
    void stopped(UUID recording, String reason);

    /**
     * A file of one person's media.
     *
     * @param file where the media server writes it; its folder is there
     */
    record Part(UUID id, Path file) {}

    /** @param bundle {@code camera} or {@code screen} */
    Part part(UUID recording, Actor.Person of, String bundle);

    void partBegan(UUID part, Instant at);

    /** @param whole whether the media server has completed the file */
    void partEnded(UUID part, Instant at, boolean whole);
}
