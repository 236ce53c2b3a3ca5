package org.huizhen.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** Waits until a process of the demo answers. */
final class Readiness {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(40);

    private Readiness() {}

    static void awaitHttp(String what, String url) throws IOException, InterruptedException {
        // A refused connection is cheap to see; a refused request is not, and the machine has more to do meanwhile.
        awaitPort(what + " on port", URI.create(url).getPort());
        Deadline.await(what + " to answer at " + url, LIMIT, PAUSE, () -> Rest.answers(url));
    }

    static void awaitPort(String what, int port) throws IOException, InterruptedException {
        Deadline.await(what + " " + port + " to open", LIMIT, PAUSE, () -> open(port));
    }

    private static boolean open(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
