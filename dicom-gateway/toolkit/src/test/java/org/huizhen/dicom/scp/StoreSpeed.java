package org.huizhen.dicom.scp;

import io.netty.buffer.ByteBuf;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.huizhen.dicom.dimse.Status;
import org.huizhen.dicom.scu.ClientAssociation;
import org.huizhen.dicom.scu.DicomClient;
import org.huizhen.dicom.scu.InstanceFile;
import org.huizhen.dicom.scu.ProposedContext;
import org.huizhen.dicom.scu.RemoteAe;

/**
 * Times dcmtk's {@code storescu} and our client to our server, beside a plain socket written to a file; run by hand.
 *
 * <p>Arguments: folder of DICOM files, folder to write to, rounds.
 */
final class StoreSpeed {
    private static final AtomicLong BYTES = new AtomicLong();

    private StoreSpeed() {}

    public static void main(String[] arguments) throws Exception {
        Path input = Path.of(arguments[0]);
        Path output = Files.createDirectories(Path.of(arguments[1]));
        int rounds = Integer.parseInt(arguments[2]);
        Map<String, List<Double>> times = new TreeMap<>();
        List<InstanceFile> files = new ArrayList<>();
        try (var listed = Files.list(input)) {
            for (Path path : listed.sorted().toList()) {
                files.add(InstanceFile.read(path));
            }
        }
        try (DicomServer counting = server((association, request) -> new Counting());
                DicomServer durable = server((association, request) -> new Durable(output, request))) {
            for (int round = 0; round < rounds; round++) {
                time(times, "plain socket, fdatasync", () -> plain(files, output));
                time(times, "count, storescu TCP_NODELAY=1", () -> storescu(counting, input, true));
                time(times, "count, storescu as it comes", () -> storescu(counting, input, false));
                time(times, "count, our client", () -> ours(counting, files));
                time(times, "fdatasync, storescu TCP_NODELAY=1", () -> storescu(durable, input, true));
                time(times, "fdatasync, storescu as it comes", () -> storescu(durable, input, false));
                time(times, "fdatasync, our client", () -> ours(durable, files));
            }
        }
        times.forEach((name, values) -> System.out.printf(
                "%-36s median %.3f s  %s%n",
                name, values.stream().sorted().toList().get(values.size() / 2), values));
        System.out.println(BYTES.get() + " bytes counted");
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void time(Map<String, List<Double>> times, String name, Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        times.computeIfAbsent(name, key -> new ArrayList<>()).add(Math.round((System.nanoTime() - start) / 1e6) / 1e3);
    }

    private static DicomServer server(InstanceSink sink) {
        return DicomServer.builder()
                .aeTitles(Set.of("SPEED"))
                .services(List.of(new StoreScp(sink)))
                .start();
    }

    private static void storescu(DicomServer server, Path input, boolean noDelay) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        "storescu",
                        "-R",
                        "--max-send-pdu",
                        "131072",
                        "+sd",
                        "-aec",
                        "SPEED",
                        "127.0.0.1",
                        String.valueOf(server.address().getPort()),
                        input.toString())
                .inheritIO();
        if (noDelay) {
            builder.environment().put("TCP_NODELAY", "1");
        }
        if (builder.start().waitFor() != 0) {
            throw new IOException("storescu failed");
        }
    }

    private static void ours(DicomServer server, List<InstanceFile> files) {
        try (DicomClient client = DicomClient.builder().callingAeTitle("SPEED").build();
                ClientAssociation association =
                        client.connect(new RemoteAe(server.address(), "SPEED"), ProposedContext.forFiles(files))) {
            for (InstanceFile file : files) {
                if (!association.store(file).isSuccess()) {
                    throw new IllegalStateException("refused " + file);
                }
            }
        }
    }

    /** The same bytes, socket to file, one fdatasync and one byte of answer each. */
    private static void plain(List<InstanceFile> files, Path output) throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread sender = Thread.ofPlatform().start(() -> {
                try (Socket socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
                    socket.setTcpNoDelay(true);
                    OutputStream out = socket.getOutputStream();
                    for (InstanceFile file : files) {
                        byte[] bytes = Files.readAllBytes(file.path());
                        out.write(ByteBuffer.allocate(4).putInt(bytes.length).array());
                        out.write(bytes);
                        if (socket.getInputStream().read() < 0) {
                            throw new IOException("receiver hung up");
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            try (Socket socket = listening.accept()) {
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] buffer = new byte[256 * 1024];
                for (int i = 0; i < files.size(); i++) {
                    int left = in.readInt();
                    Path file = output.resolve("plain-" + i);
                    try (FileChannel channel = FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                        while (left > 0) {
                            int read = in.read(buffer, 0, Math.min(left, buffer.length));
                            channel.write(ByteBuffer.wrap(buffer, 0, read));
                            left -= read;
                        }
                        channel.force(false);
                    }
                    socket.getOutputStream().write(0);
                }
            }
            sender.join();
        }
    }

    private static final class Counting implements InstanceReceiver {
        @Override
        public void data(ByteBuf slice) {
            BYTES.addAndGet(slice.readableBytes());
        }

        @Override
        public CompletionStage<Status> complete() {
            return CompletableFuture.completedStage(Status.SUCCESS);
        }

        @Override
        public void abort(Throwable cause) {}
    }

    private static final class Durable implements InstanceReceiver {
        private final FileChannel channel;

        private Durable(Path folder, StoreRequest request) {
            try {
                channel = FileChannel.open(
                        folder.resolve(request.sopInstanceUid()),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void data(ByteBuf slice) {
            try {
                while (slice.isReadable()) {
                    slice.readBytes(channel, slice.readableBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public CompletionStage<Status> complete() {
            try (channel) {
                channel.force(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return CompletableFuture.completedStage(Status.SUCCESS);
        }

        @Override
        public void abort(Throwable cause) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
