package org.huizhen.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The limit of retrieval: whatever is asked for, the files go from the page cache to the socket by sendfile. */
final class SendFileServer implements AutoCloseable {
    private static final int LONGEST_REQUEST = 8192;

    private final ServerSocketChannel server;
    private final List<Path> files;

    private SendFileServer(ServerSocketChannel server, List<Path> files) {
        this.server = server;
        this.files = files;
    }

    /** Path {@code /all} gives all files, {@code /0} the first and so on. */
    static SendFileServer start(List<Path> files) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
        SendFileServer started = new SendFileServer(server, files);
        Thread.ofPlatform().daemon().start(started::accept);
        return started;
    }

    int port() {
        return server.socket().getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> answer(socket));
            }
        } catch (IOException e) {
            if (server.isOpen()) {
                throw new IllegalStateException("the limit's listener failed", e);
            }
        }
    }

    private void answer(SocketChannel socket) {
        try (socket) {
            ByteBuffer request = ByteBuffer.allocate(LONGEST_REQUEST);
            String text;
            do {
                if (socket.read(request) < 0) {
                    return;
                }
                text = new String(request.array(), 0, request.position(), StandardCharsets.US_ASCII);
            } while (!text.endsWith("\r\n\r\n"));
            String path = text.substring(text.indexOf('/') + 1, text.indexOf(' ', 4));
            socket.write(StandardCharsets.US_ASCII.encode("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"));
            for (Path file : path.equals("all") ? files : List.of(files.get(Integer.parseInt(path)))) {
                try (FileChannel channel = FileChannel.open(file)) {
                    long size = channel.size();
                    for (long at = 0; at < size; ) {
                        at += channel.transferTo(at, size - at, socket);
                    }
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the limit failed to send", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
