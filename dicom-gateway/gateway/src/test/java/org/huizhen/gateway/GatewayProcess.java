package org.huizhen.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.huizhen.gateway.forward.Pairing;

/** The gateway as its own process, as in production, with ports of its own. */
final class GatewayProcess implements AutoCloseable {
    final Path folder;
    final int dicomPort;
    final int statusPort;
    private final Path config;
    private Process process;

    GatewayProcess(Path folder, String extra) throws IOException {
        this.folder = folder;
        this.dicomPort = FreePorts.next();
        this.statusPort = FreePorts.next();
        this.config = folder.resolve("gateway.yaml");
        Files.createDirectories(folder);
        Files.writeString(config, """
                name: 城关镇卫生院
                dicom: {aeTitle: CLINIC1, address: 127.0.0.1, port: %d, unknown: loopback}
                http: {port: %d}
                center: {pairing: center.yaml, telephone: "0571-12345"}
                logging: {directory: logs}
                forward: {firstRetry: 50ms, longestRetry: 500ms, heartbeat: 500ms}
                %s
                """.formatted(dicomPort, statusPort, extra));
    }

    GatewayProcess pairedWith(Pairing pairing) {
        pairing.store(folder.resolve("center.yaml"));
        return this;
    }

    /** Starts it, behind the given command where there is one, and waits until it answers. */
    GatewayProcess start(String... wrapper) throws IOException {
        List<String> command = new ArrayList<>(List.of(wrapper));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.huizhen.gateway.GatewayMain",
                "gateway",
                "--config",
                config.toString()));
        Path out = folder.resolve("out.txt");
        Files.deleteIfExists(out);
        process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err.txt").toFile())
                .start();
        Eventually.until("the gateway to start, see " + folder.resolve("err.txt"), () -> {
            if (!process.isAlive()) {
                throw new AssertionError("the gateway ended: " + read(folder.resolve("err.txt")));
            }
            return read(out).contains("READY");
        });
        return this;
    }

    /** kill -9. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
    }

    /** SIGTERM; gives the exit status. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the gateway does not stop");
        }
        return process.exitValue();
    }

    String get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + statusPort + path))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }
}
