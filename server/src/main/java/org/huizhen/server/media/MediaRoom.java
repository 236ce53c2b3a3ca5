package org.huizhen.server.media;

import java.nio.file.Path;
import java.util.Set;

/** What the media server holds for one room. */
public interface MediaRoom extends AutoCloseable {

    /** Told on any thread. */
    interface Listener {
        /** Everything in this room is gone from the server, or cannot be reached any more. Once. */
        void lost();
    }

    /**
     * A new link out of a client's offer; negotiated as soon as its turn has come, those that bring sound and picture first.
     *
     * @param sdp an offer that {@link OfferedCodecs} has been over
     * @param kilobits most that a picture may take each second
     */
    MediaLink link(MediaLink.Direction direction, String sdp, int kilobits, MediaLink.Listener listener);

    /**
     * Writes a WEBM file from the moment on at which the source sends something of each kind.
     *
     * @param file as the server sees it; its folder exists
     * @param kinds what the file has; fixed, for the file's head says it
     */
    MediaRecorder recorder(Path file, Set<MediaKind> kinds, MediaRecorder.Listener listener);

    /** Releases everything on the server. */
    @Override
    void close();
}
