package org.huizhen.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** An address before several servers: each connection goes to the first of them that takes it. */
final class Front implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Integer> ports;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param ports of the servers on this machine, the preferred one first */
    Front(List<Integer> ports) throws IOException {
        this.ports = List.copyOf(ports);
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Thread.ofVirtual().start(() -> join(client));
            } catch (IOException e) {
                return; // it was closed
            }
        }
    }

    private void join(Socket client) {
        open.add(client);
        for (int port : ports) {
            Socket server = new Socket();
            try {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            } catch (IOException e) {
                shut(server);
                continue;
            }
            open.add(server);
            Thread.ofVirtual().start(() -> copy(client, server));
            copy(server, client);
            return;
        }
        shut(client);
    }

    private void copy(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // One end went: so does the other.
        } finally {
            shut(from);
            shut(to);
        }
    }

    private void shut(Closeable socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone as well.
        }
    }

    @Override
    public void close() {
        shut(listening);
        open.forEach(this::shut);
    }
}
