package org.huizhen.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** The cheapest client there is: one GET on a connection of its own, whose answer is counted and thrown away. */
final class PlainGet {
    private static final int BUFFER = 1 << 20;

    private PlainGet() {}

    /**
     * Fetches the path.
     *
     * @param headers each with its line end
     * @return bytes of the answer, headers included
     * @throws IOException when the answer is not 200
     */
    static long bytes(int port, String path, String headers) throws IOException {
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nConnection: close\r\n" + headers + "\r\n";
        try (SocketChannel channel =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
            ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
            while (out.hasRemaining()) {
                channel.write(out);
            }
            ByteBuffer in = ByteBuffer.allocateDirect(BUFFER);
            long total = 0;
            while (channel.read(in) >= 0) {
                if (total == 0) {
                    requireOk(in.duplicate().flip(), path);
                }
                total += in.position();
                in.clear();
            }
            return total;
        }
    }

    private static void requireOk(ByteBuffer answer, String path) throws IOException {
        byte[] status = new byte[Math.min(answer.remaining(), 12)];
        answer.get(status);
        String line = new String(status, StandardCharsets.US_ASCII);
        if (line.length() < 12) {
            throw new EOFException("the answer to " + path + " was cut");
        }
        if (!line.endsWith("200")) {
            throw new IOException(path + " was answered " + line);
        }
    }
}
