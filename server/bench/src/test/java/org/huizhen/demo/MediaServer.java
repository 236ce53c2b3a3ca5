package org.huizhen.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The media server of a browser test: the Kurento that {@code HUIZHEN_TEST_KURENTO_URI} names (environment or system
 * property), else {@code web-client/e2e/kurento-peer.mjs}, which moves real media but proves nothing about Kurento.
 */
final class MediaServer implements AutoCloseable {
    private static final String NAMED = "HUIZHEN_TEST_KURENTO_URI";

    private final String uri;
    private final Optional<Process> peer;

    private MediaServer(String uri, Optional<Process> peer) {
        this.uri = uri;
        this.peer = peer;
    }

    /**
     * @param logs folder for what the peer complains of
     */
    static MediaServer start(Path logs) throws IOException, InterruptedException {
        String named = System.getProperty(NAMED, System.getenv(NAMED));
        if (named != null && !named.isBlank()) {
            return new MediaServer(named, Optional.empty());
        }
        Process peer = new ProcessBuilder("node", "e2e/kurento-peer.mjs")
                .directory(BrowserScript.client().toFile())
                .redirectError(logs.resolve("kurento-peer.err").toFile())
                .start();
        BufferedReader told = peer.inputReader();
        try {
            String address =
                    CompletableFuture.supplyAsync(() -> firstLine(told)).get(30, TimeUnit.SECONDS);
            return new MediaServer(address, Optional.of(peer));
        } catch (ExecutionException | TimeoutException e) {
            peer.destroyForcibly();
            throw new IOException("kurento-peer.mjs did not start", e);
        }
    }

    String uri() {
        return uri;
    }

    /** The process that stands in for a media server. */
    OptionalLong pid() {
        return peer.map(Process::pid).map(OptionalLong::of).orElseGet(OptionalLong::empty);
    }

    @Override
    public void close() {
        // its browser first: a killed peer would leave it behind
        peer.ifPresent(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    private static String firstLine(BufferedReader told) {
        try {
            String line = told.readLine();
            if (line == null) {
                throw new UncheckedIOException(new IOException("it ended"));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
