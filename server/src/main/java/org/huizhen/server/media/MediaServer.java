package org.huizhen.server.media;

/** A server through which sound and picture travel. Never blocks; any thread may call. */
public interface MediaServer extends AutoCloseable {

    /** Whether it answered when last asked. */
    boolean well();

    /**
     * A place for one room. Made on the server with its first link; lost with the server for good: open another one then.
     *
     * @param room an id, for the server's list
     */
    MediaRoom open(String room, MediaRoom.Listener listener);

    /** Releases all rooms and ends all threads; may take seconds. */
    @Override
    void close();
}
