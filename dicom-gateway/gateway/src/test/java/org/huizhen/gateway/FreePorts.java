package org.huizhen.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that a test starts: one after the other from somewhere below those that connections get. A port that the
 * system names may be named to somebody else before it is bound.
 */
public final class FreePorts {
    private static final int FIRST = 10_000;
    private static final int COUNT = 9_000;
    private static int next = ThreadLocalRandom.current().nextInt(COUNT);

    private FreePorts() {}

    public static synchronized int next() {
        for (int tried = 0; tried < COUNT; tried++) {
            next = (next + 1) % COUNT;
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), FIRST + next));
                return FIRST + next;
            } catch (IOException e) {
                continue; // taken
            }
        }
        throw new IllegalStateException("every port from " + FIRST + " on is taken");
    }
}
