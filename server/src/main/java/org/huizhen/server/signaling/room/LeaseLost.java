package org.huizhen.server.signaling.room;

/** The room lives on another node, or may do so soon: what was asked for has not been done. */
public final class LeaseLost extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LeaseLost() {
        super("the room's lease is lost", null, false, false);
    }
}
