package org.huizhen.server.signaling.room;

/** Another node owns the room: whoever wants to join goes there. */
public final class RoomElsewhere extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String url;

    /** @param url of that node's signaling socket */
    public RoomElsewhere(String url) {
        super("the room lives on another node", null, false, false);
        this.url = url;
    }

    public String url() {
        return url;
    }
}
