package org.huizhen.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** Where the demo keeps what ({@code --data}). */
record DemoFolder(Path root) {
    DemoFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    Path serverConfig() {
        return root.resolve("config/server.yaml");
    }

    Path gatewayConfig() {
        return root.resolve("config/gateway.yaml");
    }

    Path firstAdmin() {
        return root.resolve("config/first-admin");
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path pidFile(String process) {
        return root.resolve("run").resolve(process + ".pid");
    }

    Path lock() {
        return root.resolve("run/demo.lock");
    }

    Path postgres() {
        return root.resolve("server/postgres");
    }

    Path pairing() {
        return root.resolve("gateway/center.yaml");
    }

    Path accounts() {
        return root.resolve("accounts.tsv");
    }

    /** Seed and day of the first start, so that seeding can go on where it was cut. */
    Path origin() {
        return root.resolve("seed.properties");
    }

    /** Present once everything is seeded. */
    Path seeded() {
        return root.resolve("seeded");
    }

    /** Files on their way to the gateway; empty once seeded. */
    Path outbox() {
        return root.resolve("outbox");
    }

    void create() throws IOException {
        for (String folder : List.of("config", "logs", "run", "server", "gateway")) {
            Files.createDirectories(root.resolve(folder));
        }
    }

    /**
     * Removes everything but the lock.
     *
     * @throws IOException when the folder holds something that no demo made
     */
    void reset() throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        List<String> ours = List.of(
                "config", "logs", "run", "server", "gateway", "accounts.tsv", "seed.properties", "seeded", "outbox");
        try (var entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                if (!ours.contains(entry.getFileName().toString())) {
                    throw new IOException(entry + " is not of the demo; --reset removes nothing here");
                }
            }
        }
        for (String name : ours) {
            deleteTree(root.resolve(name));
        }
    }

    private void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                boolean keeps = path.equals(lock()) || path.equals(lock().getParent());
                if (!keeps) {
                    Files.delete(path);
                }
            }
        }
    }
}
