package org.huizhen.dicom.scp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.huizhen.dicom.scu.InstanceFile;
import org.junit.jupiter.api.Assumptions;

/** Runs the tools of the Debian package dcmtk; tests are skipped without it. */
final class Dcmtk {
    private Dcmtk() {}

    /** How a tool ended and what it printed. */
    record Outcome(int exit, String output) {}

    static void assumeInstalled() {
        boolean found = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "storescu")));
        Assumptions.assumeTrue(found, "dcmtk is not installed");
    }

    static Outcome run(String... command) {
        return run(Map.of(), Arrays.asList(command));
    }

    static Outcome run(Map<String, String> environment, List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            return new Outcome(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A running {@code storescp} that writes what it receives byte for byte. */
    static final class StoreScpProcess implements AutoCloseable {
        private final Process process;
        private final Path folder;
        private final int port;

        StoreScpProcess(Path folder) throws IOException {
            this.folder = folder;
            this.port = freePort();
            this.process = new ProcessBuilder(
                            "storescp", "+B", "+xa", "-aet", "DCMTK", "-od", folder.toString(), String.valueOf(port))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Poll.until(() -> answers(port));
        }

        InetSocketAddress address() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        }

        /** Data sets as received, by SOP instance UID. */
        Map<String, byte[]> received() throws IOException {
            Map<String, byte[]> dataSets = new HashMap<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path path : files.toList()) {
                    InstanceFile file = InstanceFile.read(path);
                    byte[] bytes = Files.readAllBytes(path);
                    dataSets.put(
                            file.sopInstanceUid(), Arrays.copyOfRange(bytes, (int) file.dataSetOffset(), bytes.length));
                }
            }
            return dataSets;
        }

        @Override
        public void close() {
            process.destroy();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static List<String> storescu(InetSocketAddress to, String title, List<String> options, List<Path> files) {
        List<String> command = new ArrayList<>(List.of("storescu", "-nh", "-aec", title));
        command.addAll(options);
        command.add("127.0.0.1");
        command.add(String.valueOf(to.getPort()));
        files.forEach(file -> command.add(file.toString()));
        return command;
    }
}
