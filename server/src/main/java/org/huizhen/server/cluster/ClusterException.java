package org.huizhen.server.cluster;

/** Another node did not answer. */
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClusterException(String message) {
        super(message);
    }
}
