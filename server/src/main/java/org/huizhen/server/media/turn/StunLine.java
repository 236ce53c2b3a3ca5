package org.huizhen.server.media.turn;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** A line to one STUN or TURN server, over UDP, TCP or TLS; one message at a time. */
interface StunLine extends AutoCloseable {
    Duration CONNECT = Duration.ofSeconds(4);
    /** Over UDP a request is sent again after each of these (RFC 8489 6.2.1 doubles them up to 39 s; a check is shorter). */
    int[] AGAIN_MILLIS = {300, 600, 1_200, 2_000};

    void send(byte[] message) throws IOException;

    /** Empty when nothing came in time. */
    Optional<byte[]> receive(int millis) throws IOException;

    /** Whether what is sent may get lost. */
    boolean lossy();

    @Override
    void close() throws IOException;

    /** @throws IOException saying what failed: resolving, connecting or TLS */
    static StunLine open(TurnAddress server) throws IOException {
        InetSocketAddress address = new InetSocketAddress(server.host(), server.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(server.host());
        }
        return server.tcp() ? new Stream(address, server) : new Datagrams(address);
    }

    /** Sends a request and waits for its answer; empty when none came. */
    default Optional<StunMessage> ask(StunMessage request, byte[] encoded) throws IOException {
        for (int wait : AGAIN_MILLIS) {
            send(encoded);
            long end = System.nanoTime() + wait * 1_000_000L;
            long left = wait;
            while (left > 0) {
                Optional<StunMessage> answer =
                        receive((int) left).flatMap(StunMessage::decode).filter(message -> message.answers(request));
                if (answer.isPresent()) {
                    return answer;
                }
                left = (end - System.nanoTime()) / 1_000_000;
            }
            if (!lossy()) {
                return receive((int) CONNECT.toMillis())
                        .flatMap(StunMessage::decode)
                        .filter(message -> message.answers(request));
            }
        }
        return Optional.empty();
    }

    final class Datagrams implements StunLine {
        private final DatagramSocket socket = new DatagramSocket();

        Datagrams(InetSocketAddress server) throws IOException {
            socket.connect(server);
        }

        @Override
        public void send(byte[] message) throws IOException {
            socket.send(new DatagramPacket(message, message.length));
        }

        @Override
        public Optional<byte[]> receive(int millis) throws IOException {
            socket.setSoTimeout(Math.max(1, millis));
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            try {
                socket.receive(packet);
                return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
        }

        @Override
        public boolean lossy() {
            return true;
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    final class Stream implements StunLine {
        private final Socket socket;

        Stream(InetSocketAddress address, TurnAddress server) throws IOException {
            Socket plain = new Socket();
            try {
                plain.connect(address, (int) CONNECT.toMillis());
                plain.setTcpNoDelay(true);
                plain.setSoTimeout((int) CONNECT.toMillis());
                socket = server.tls() ? secured(plain, server) : plain;
            } catch (IOException e) {
                plain.close();
                throw e;
            }
        }

        /** As strict as a browser: chain and host name. What browsers trust besides is not known here. */
        private static Socket secured(Socket plain, TurnAddress server) throws IOException {
            SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(plain, server.host(), server.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            try {
                socket.startHandshake();
            } catch (SSLException e) {
                throw e.getCause() instanceof EOFException ? noTls(e) : e;
            } catch (IOException e) {
                throw noTls(e);
            }
            return socket;
        }

        /** Whoever does not know the handshake is silent, hangs up, or resets the line. */
        private static SSLException noTls(IOException e) {
            return new SSLException("what listens there does not speak it", e);
        }

        @Override
        public void send(byte[] message) throws IOException {
            socket.getOutputStream().write(message);
        }

        @Override
        public Optional<byte[]> receive(int millis) throws IOException {
            socket.setSoTimeout(Math.max(1, millis));
            InputStream in = socket.getInputStream();
            byte[] header = new byte[StunMessage.HEADER];
            try {
                int first = in.read();
                if (first < 0) {
                    throw new IOException("the server closed the line");
                }
                header[0] = (byte) first;
            } catch (SocketTimeoutException e) {
                return Optional.empty();
            }
            socket.setSoTimeout((int) CONNECT.toMillis());
            DataInputStream whole = new DataInputStream(in);
            whole.readFully(header, 1, header.length - 1);
            byte[] body = new byte[ByteBuffer.wrap(header).getShort(2) & 0xFFFF];
            whole.readFully(body);
            byte[] message = Arrays.copyOf(header, header.length + body.length);
            System.arraycopy(body, 0, message, header.length, body.length);
            return Optional.of(message);
        }

        @Override
        public boolean lossy() {
            return false;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
