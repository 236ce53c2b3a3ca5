package org.huizhen.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another server on the database, store and keys of a {@link TestServer}, in a process of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final String name;
    private final int signaling;
    private final int http;
    private final Process process;

    private ServerProcess(String name, int signaling, int http, Process process) {
        this.name = name;
        this.signaling = signaling;
        this.http = http;
        this.process = process;
    }

    /** @param setup a node {@code desk} of {@code cluster.mode: postgres} */
    public static ServerProcess start(TestServer setup, String name) throws IOException {
        return start(setup, name, Map.of());
    }

    /** @param changes of texts in its settings, which are those of the setup under another name and on other ports */
    public static ServerProcess start(TestServer setup, String name, Map<String, String> changes) throws IOException {
        int signaling = FreePorts.next();
        int http = FreePorts.next();
        String settings = Files.readString(setup.folder().resolve("server.yaml"))
                .replace("port: " + setup.services().signalingPort(), "port: " + signaling)
                .replace("port: " + setup.services().httpPort(), "port: " + http)
                .replace("directory: logs", "directory: logs-" + name)
                .replace("poolSize: 8", "poolSize: 4")
                .replace("node: desk", "node: " + name);
        for (Map.Entry<String, String> change : changes.entrySet()) {
            settings = settings.replace(change.getKey(), change.getValue());
        }
        Path config = Files.writeString(setup.folder().resolve(name + ".yaml"), settings);
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx300m", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of("org.huizhen.server.Main", "server", "--config", config.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(setup.folder().resolve(name + ".out").toFile())
                .start();
        return new ServerProcess(name, signaling, http, process);
    }

    public String name() {
        return name;
    }

    public int signaling() {
        return signaling;
    }

    public int http() {
        return http;
    }

    public void awaitReady() {
        Eventually.until("server " + name + " listens", START, () -> {
            if (!process.isAlive()) {
                throw new AssertionError("server " + name + " ended with " + process.exitValue());
            }
            return listens(signaling) && listens(http);
        });
    }

    /** @param signal for example {@code STOP} */
    public void signal(String signal) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " failed with " + exit);
        }
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In an orderly way; whether it ended in time. */
    public boolean stop(Duration within) throws InterruptedException {
        process.destroy();
        return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
