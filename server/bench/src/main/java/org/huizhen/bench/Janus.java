package org.huizhen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.huizhen.demo.Rest;

/** The peer in joining rooms: Janus with its video room, over its WebSocket transport. */
final class Janus implements AutoCloseable {
    static final String NAME = "Janus";
    private static final Path PROGRAM = Path.of("/usr/bin/janus");

    private final Spawned process;
    private final int port;

    private Janus(Spawned process, int port) {
        this.process = process;
        this.port = port;
    }

    /** What is not installed; empty when all is there. */
    static Optional<String> missing() throws IOException {
        return Files.isExecutable(PROGRAM) && library().isPresent() ? Optional.empty() : Optional.of("janus");
    }

    private static Optional<Path> library() throws IOException {
        try (var folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("janus"))
                    .filter(folder -> Files.isDirectory(folder.resolve("plugins")))
                    .findFirst();
        }
    }

    static Janus start(Path folder) throws IOException, InterruptedException {
        int port = Spawned.freePort();
        Path library = library().orElseThrow();
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("janus.jcfg"), """
                general: {
                  configs_folder = "%s"
                  plugins_folder = "%s"
                  transports_folder = "%s"
                  events_folder = "%s/none"
                  loggers_folder = "%s/none"
                  debug_level = 2
                }
                plugins: { disable = "%s" }
                transports: { disable = "%s" }
                """.formatted(
                        folder,
                        library.resolve("plugins"),
                        library.resolve("transports"),
                        folder,
                        folder,
                        others(library.resolve("plugins"), "libjanus_videoroom.so"),
                        others(library.resolve("transports"), "libjanus_websockets.so")));
        Files.writeString(folder.resolve("janus.transport.websockets.jcfg"), """
                general: { json = "compact" ws = true ws_port = %d ws_ip = "127.0.0.1" wss = false }
                admin: { admin_ws = false admin_wss = false }
                """.formatted(port));
        Files.writeString(folder.resolve("janus.plugin.videoroom.jcfg"), "general: { }\n");
        Spawned process = Spawned.start(
                List.of(PROGRAM.toString(), "--configs-folder", folder.toString()), Map.of(), folder.resolve("out"));
        process.awaitPort(port);
        return new Janus(process, port);
    }

    private static String others(Path folder, String wanted) throws IOException {
        try (var files = Files.list(folder)) {
            return String.join(
                    ",",
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".so") && !name.equals(wanted))
                            .toList());
        }
    }

    /** Where its pages find it. */
    String uri() {
        return "ws://127.0.0.1:" + port + "/";
    }

    Spawned process() {
        return process;
    }

    /** So many people for each of so many new rooms. @param from numbers of rooms begin after it */
    List<JoinLoad.Visitor> visitors(EventLoopGroup group, int from, int rooms, int people) throws Exception {
        List<JoinLoad.Visitor> visitors = new ArrayList<>();
        for (int room = from + 1; room <= from + rooms; room++) {
            for (int person = 0; person < people; person++) {
                Client client = new Client(room);
                client.open(group, port).get(30, TimeUnit.SECONDS);
                if (person == 0) {
                    client.body(
                                    "{\"request\":\"create\",\"room\":" + room + ",\"publishers\":" + people + "}",
                                    "created")
                            .get(30, TimeUnit.SECONDS);
                }
                visitors.add(client);
            }
        }
        return visitors;
    }

    @Override
    public void close() {
        process.close();
    }

    private static final class Client implements JoinLoad.Visitor {
        private final int room;
        private final AtomicLong transactions = new AtomicLong();
        private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
        private Wire wire;
        private long session;
        private long handle;

        /** @param outcome what the video room says when it is done; empty where Janus itself answers */
        private record Waiting(String outcome, CompletableFuture<JsonNode> answer) {}

        Client(int room) {
            this.room = room;
        }

        CompletableFuture<Void> open(EventLoopGroup group, int port) {
            return Wire.open(group, URI.create("ws://127.0.0.1:" + port + "/"), "janus-protocol", this::hear)
                    .thenCompose(opened -> {
                        wire = opened;
                        return ask("\"janus\":\"create\"", "");
                    })
                    .thenCompose(created -> {
                        session = created.at("/data/id").asLong();
                        return ask(
                                "\"janus\":\"attach\",\"plugin\":\"janus.plugin.videoroom\",\"session_id\":" + session,
                                "");
                    })
                    .thenAccept(attached -> handle = attached.at("/data/id").asLong());
        }

        CompletableFuture<JsonNode> body(String body, String outcome) {
            return ask(
                    "\"janus\":\"message\",\"session_id\":" + session + ",\"handle_id\":" + handle + ",\"body\":"
                            + body,
                    outcome);
        }

        private CompletableFuture<JsonNode> ask(String fields, String outcome) {
            String transaction = "t" + transactions.incrementAndGet();
            CompletableFuture<JsonNode> answer = new CompletableFuture<>();
            waiting.put(transaction, new Waiting(outcome, answer));
            wire.send("{\"transaction\":\"" + transaction + "\"," + fields + "}");
            return answer;
        }

        private void hear(Wire from, String text) {
            try {
                JsonNode message = Rest.JSON.readTree(text);
                Waiting asked = waiting.get(message.path("transaction").asText());
                if (asked == null || message.path("janus").asText().equals("ack")) {
                    return;
                }
                String said = message.at("/plugindata/data/videoroom").asText();
                waiting.remove(message.path("transaction").asText());
                if (message.path("janus").asText().equals("error")
                        || (!asked.outcome().isEmpty() && !said.equals(asked.outcome()))) {
                    asked.answer().completeExceptionally(new IOException(text));
                } else {
                    asked.answer().complete(message);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public CompletableFuture<Void> join() {
            return body("{\"request\":\"join\",\"ptype\":\"publisher\",\"room\":" + room + "}", "joined")
                    .thenAccept(joined -> {});
        }

        @Override
        public CompletableFuture<Void> leave() {
            return body("{\"request\":\"leave\"}", "event").thenAccept(left -> {});
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
