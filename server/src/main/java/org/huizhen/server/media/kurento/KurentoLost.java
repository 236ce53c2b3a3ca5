package org.huizhen.server.media.kurento;

/** The server did not answer, or not in time: whether it did what was asked is unknown. */
final class KurentoLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KurentoLost(String message, Throwable cause) {
        super(message, cause);
    }
}
