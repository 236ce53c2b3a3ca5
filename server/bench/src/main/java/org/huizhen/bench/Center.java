package org.huizhen.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.huizhen.demo.Program;
import org.huizhen.demo.Rest;

/** A running server as a center has it, with PostgreSQL in the same folder. */
record Center(Spawned process, int httpPort, int signalingPort, int postgresPort) implements AutoCloseable {
    static final String NAME = "huizhen server";
    static final String PASSWORD = "Only-on-loopback-26";
    private static final int PATIENCE_SECONDS = 120;

    /** Starts it on what the folder holds, or on an empty database; returns when it is ready. */
    static Center start(Path folder) throws IOException, InterruptedException {
        return start(folder, "");
    }

    /** As {@link #start(Path)}. @param settings lines at the end of the configuration */
    static Center start(Path folder, String settings) throws IOException, InterruptedException {
        int http = Spawned.freePort();
        int signaling = Spawned.freePort();
        int postgres = Spawned.freePort();
        Path config = Files.createDirectories(folder.resolve("config")).resolve("server.yaml");
        Path home = Program.findHome();
        Files.writeString(
                config,
                """
                name: bench
                http:
                  address: 127.0.0.1
                  port: %d
                  publicUrl: http://127.0.0.1:%d
                  tls:
                    mode: none
                signaling:
                  port: %d
                database:
                  embedded:
                    directory: %s
                    port: %d
                storage:
                  directory: ../blobs
                  minimumFree: 200 MiB
                web:
                  directory: %s
                keys: ../keys.yaml
                catalog: %s
                logging:
                  directory: ../logs
                audit:
                  exportFile: ../audit/head.log
                """.formatted(
                                        http,
                                        http,
                                        signaling,
                                        folder.resolve("postgres"),
                                        postgres,
                                        home.resolve("web-client/dist"),
                                        home.resolve("config/catalog"))
                        + settings);
        Path admin = folder.resolve("first-admin");
        Files.writeString(admin, String.join("\t", "admin", PASSWORD, "Center", "CENTER") + "\n");
        Spawned process = Spawned.start(
                Program.serverAsInstalled().command(List.of("server", "--config", config.toString())),
                Map.of("HUIZHEN_FIRST_ADMIN_FILE", admin.toString()),
                folder.resolve("out"));
        Center center = new Center(process, http, signaling, postgres);
        try {
            center.awaitReady();
            return center;
        } catch (IOException | InterruptedException e) {
            center.close();
            throw e;
        }
    }

    private void awaitReady() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Rest.answers(url() + "/health/ready")) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("the server did not become ready: " + process.command());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    String url() {
        return "http://127.0.0.1:" + httpPort;
    }

    Rest admin() throws IOException, InterruptedException {
        return Rest.signIn(url(), "admin", PASSWORD);
    }

    /** Makes a clinic and an account there, who may store and read its studies. */
    Rest technician() throws IOException, InterruptedException {
        Rest admin = admin();
        ObjectNode clinic = Rest.JSON
                .createObjectNode()
                .put("name", "Clinic")
                .put("code", "BENCHCLINIC")
                .put("level", "township");
        for (var organization : admin.list("/organizations")) {
            clinic.put("parentId", organization.path("id").asText());
        }
        String id = admin.post("/organizations", clinic).path("id").asText();
        ObjectNode account = Rest.JSON
                .createObjectNode()
                .put("username", "technician")
                .put("displayName", "Technician")
                .put("organizationId", id)
                .put("password", PASSWORD);
        account.putArray("roles").add("technician");
        admin.post("/users", account);
        return Rest.signIn(url(), "technician", PASSWORD);
    }

    @Override
    public void close() {
        process.close();
    }
}
