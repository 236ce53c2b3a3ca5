package org.huizhen.server.signaling.room;

import java.util.Optional;
import org.huizhen.server.media.MediaServer;

/**
 * What the node has to carry media with.
 *
 * @param server none: every room is a mesh
 * @param first whether rooms begin on the server rather than move there when they grow
 */
public record MediaPlanes(Optional<MediaServer> server, boolean first) {

    public static MediaPlanes meshOnly() {
        return new MediaPlanes(Optional.empty(), false);
    }

    /** Whether a room opened as {@code plane} can be on the server now. */
    boolean server(String plane) {
        return !plane.equals("mesh") && server.filter(MediaServer::well).isPresent();
    }

    boolean beginsOnServer(String plane) {
        return server(plane) && (first || plane.equals("kurento"));
    }
}
