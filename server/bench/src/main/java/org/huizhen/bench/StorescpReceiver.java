package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * dcmtk's {@code storescp}, which syncs nothing.
 *
 * @param tuned with TCP_NODELAY=1 in its environment
 */
record StorescpReceiver(boolean tuned) implements Receiver {
    private static final Path PROGRAM = Path.of("/usr/bin/storescp");

    @Override
    public String name() {
        return tuned ? Contest.TUNED : "storescp";
    }

    @Override
    public Optional<String> missing() {
        return Files.isExecutable(PROGRAM) ? Optional.empty() : Optional.of(PROGRAM + " (Debian package dcmtk)");
    }

    @Override
    public Running start(Path folder) throws IOException, InterruptedException {
        Path store = Files.createDirectories(folder.resolve("store"));
        int port = Spawned.freePort();
        Spawned process = Spawned.start(
                List.of(
                        PROGRAM.toString(),
                        "--fork",
                        "--disable-host-lookup",
                        "-od",
                        store.toString(),
                        Integer.toString(port)),
                tuned ? Map.of("TCP_NODELAY", "1") : Map.of(),
                folder.resolve("out"));
        process.awaitPort(port);
        return new RunningStorescp(process, store, port);
    }

    private record RunningStorescp(Spawned process, Path store, int port) implements Running {
        @Override
        public List<String> command() {
            return process.command();
        }

        @Override
        public long held() throws IOException {
            try (var files = Files.list(store)) {
                return files.count();
            }
        }

        @Override
        public void clear() throws IOException {
            try (var files = Files.newDirectoryStream(store)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
