package org.huizhen.server.media.kurento;

import org.kurento.client.internal.server.KurentoServerException;

/** The server's error codes that mean something to us; seen on a real server 7.3. */
final class KurentoErrors {
    /** MEDIA_OBJECT_NOT_FOUND: released, or the server was started anew. */
    static final int NOT_FOUND = 40101;
    /** SDP_END_POINT_ALREADY_NEGOTIATED. */
    static final int ALREADY_NEGOTIATED = 40208;

    private KurentoErrors() {}

    static boolean gone(RuntimeException e) {
        return e instanceof KurentoServerException refusal && refusal.getCode() == NOT_FOUND;
    }

    /** Whether the session description was at fault, rather than the server's state. */
    static boolean aboutDescription(KurentoServerException e) {
        return e.getCode() > 40200 && e.getCode() < 40300 && e.getCode() != ALREADY_NEGOTIATED;
    }
}
