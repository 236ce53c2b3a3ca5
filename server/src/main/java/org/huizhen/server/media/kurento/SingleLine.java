package org.huizhen.server.media.kurento;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kurento.jsonrpc.client.JsonRpcClientNettyWebSocket;

/**
 * The client's socket without what it does by itself. Once connected it never reconnects: after its own reconnection the
 * keep-alive is dead, a full write buffer announces one that never happens, and while it tries, every request waits up to 25
 * seconds for a lock. A line that is gone stays gone; whoever owns it makes a new one.
 */
final class SingleLine extends JsonRpcClientNettyWebSocket {
    private final Runnable gone;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean established;

    /** @param gone told once when an established line is gone, on a thread of the client */
    SingleLine(String uri, Runnable gone) {
        super(uri);
        this.gone = gone;
        // Not on the socket's thread: an event that comes while something is created waits for a lock of the client,
        // and the
        // answer to the create could not be read.
        setConcurrentServerRequest(true);
    }

    void establish() throws IOException {
        connect();
        established = true;
        if (!isNativeClientConnected()) {
            throw new IOException("the socket closed while it was opened");
        }
    }

    boolean up() {
        return isNativeClientConnected() && !isClosedByUser();
    }

    /** Its keep-alive: the probe does that, and says when there is no answer. */
    @Override
    public synchronized void enableHeartbeat(int interval) {}

    @Override
    protected void connectIfNecessary(boolean shutdownReconnectThread) throws IOException {
        if (!established) {
            super.connectIfNecessary(shutdownReconnectThread);
        } else if (!up()) {
            throw new IOException("the line to the media server is gone");
        }
    }

    /** An event that comes late would make pools of threads anew after they have been closed. */
    @Override
    protected void createExecServiceIfNecessary() {
        if (!ended.get()) {
            super.createExecServiceIfNecessary();
        }
    }

    /** Also called when the write buffer fills up or empties, which is no disconnection. */
    @Override
    protected void handleReconnectDisconnection(int statusCode, String closeReason) {
        if (established && !isNativeClientConnected() && ended.compareAndSet(false, true)) {
            gone.run();
        }
    }

    /** Frees the socket and its threads whatever state it is in. */
    void end() {
        ended.set(true);
        try {
            close();
        } catch (IOException | RuntimeException e) {
            closeNativeClient();
        }
    }
}
