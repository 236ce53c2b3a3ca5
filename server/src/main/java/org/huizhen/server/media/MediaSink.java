package org.huizhen.server.media;

import java.util.Optional;

/** Something that takes sound and picture inside the media server. */
public interface MediaSink extends AutoCloseable {

    /**
     * What it takes from now on. Comes true when both sides are there, and again when the source has been made anew and is fed
     * anew; the same source again changes nothing.
     *
     * @param source a link that comes from a client; empty: nothing
     */
    void feed(MediaKind kind, Optional<MediaLink> source);

    @Override
    void close();
}
