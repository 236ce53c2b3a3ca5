package org.huizhen.bench;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The limit: bytes from a socket into one file per connection, one fdatasync per instance before it is acknowledged.
 * Nothing is parsed; an instance is announced by its length (8 bytes) and answered with one byte.
 */
final class LimitReceiver implements Receiver {
    @Override
    public String name() {
        return Contest.LIMIT;
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Running start(Path folder) throws IOException {
        Files.createDirectories(folder);
        RunningLimit running = new RunningLimit(folder, new ServerSocket(0, 64, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().start(running::accept);
        return running;
    }

    private static final class RunningLimit implements Running {
        private final Path folder;
        private final ServerSocket server;
        private final AtomicLong held = new AtomicLong();
        private final AtomicLong connections = new AtomicLong();

        RunningLimit(Path folder, ServerSocket server) {
            this.folder = folder;
            this.server = server;
        }

        @Override
        public int port() {
            return server.getLocalPort();
        }

        @Override
        public List<String> command() {
            return List.of("(in this process)");
        }

        @Override
        public long held() {
            return held.get();
        }

        @Override
        public void clear() throws IOException {
            try (var files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = server.accept();
                    Thread.ofPlatform().daemon().start(() -> receive(socket));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new IllegalStateException("the limit's listener failed", e);
                }
            }
        }

        private void receive(Socket socket) {
            Path file = folder.resolve("connection-" + connections.incrementAndGet());
            byte[] buffer = new byte[256 * 1024];
            try (socket;
                    FileChannel channel =
                            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                while (true) {
                    long left = in.readLong();
                    while (left > 0) {
                        int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                        if (read < 0) {
                            throw new EOFException("an instance was cut");
                        }
                        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
                        while (bytes.hasRemaining()) {
                            channel.write(bytes);
                        }
                        left -= read;
                    }
                    channel.force(false);
                    held.incrementAndGet();
                    socket.getOutputStream().write(1);
                }
            } catch (EOFException e) {
                return; // the sender is done
            } catch (IOException e) {
                throw new IllegalStateException("the limit failed to receive", e);
            }
        }
    }
}
