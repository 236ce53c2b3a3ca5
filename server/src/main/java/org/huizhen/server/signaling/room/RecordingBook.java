package org.huizhen.server.signaling.room;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;

/**
 * What is kept of recordings. Any thread may call; may block. What returns has been committed; what throws has changed nothing.
 * Every change throws {@link LeaseLost} where the room has come to live on another node.
 */
public interface RecordingBook {

    /** The room begins to live: nothing of it is being recorded. */
    void opened(RoomId room);

    /** Somebody asks for a recording, and agrees to it thereby. Gives its id. */
    UUID asked(RoomId room, Actor.Person by);

    void answered(RoomId room, UUID recording, Actor.Person person, boolean agreed);

    /** Everybody has agreed. */
    void running(RoomId room, UUID recording);

    /** @param reason as clients know it */
    void stopped(RoomId room, UUID recording, String reason);

    /**
     * A file of one person's media.
     *
     * @param file where the media server writes it; its folder is there
     * @param fence under which the room lived here when it was begun: it may end after the room
     */
    record Part(RoomId room, long fence, UUID id, Path file) {}

    /** @param bundle {@code camera} or {@code screen} */
    Part part(RoomId room, UUID recording, Actor.Person of, String bundle);

    void partBegan(Part part, Instant at);

    /** @param whole whether the media server has completed the file */
    void partEnded(Part part, Instant at, boolean whole);
}
