package org.huizhen.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that a test starts: each once, out of a range of this process alone, below those that connections get. A
 * port that the system names may be named to somebody else before it is bound.
 */
public final class FreePorts {
    private static final int LOWEST = 10_000;
    private static final int OF_A_PROCESS = 3_000;
    private static final int FIRST = LOWEST + OF_A_PROCESS * (Integer.getInteger("huizhen.test.fork", 0) % 3);
    private static int next = ThreadLocalRandom.current().nextInt(OF_A_PROCESS);

    private FreePorts() {}

    public static synchronized int next() {
        for (int tried = 0; tried < OF_A_PROCESS; tried++) {
            next = (next + 1) % OF_A_PROCESS;
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
