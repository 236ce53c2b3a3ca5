package org.huizhen.server.signaling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A client of the signaling socket as a browser or API client would be. */
final class SignalClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final LinkedBlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private int lastId;
    private volatile boolean answersPings;

    private SignalClient(int port, String origin, String subprotocol) {
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
        if (subprotocol != null) {
            builder.subprotocols(subprotocol);
        }
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/signal"), new Listener())
                .join();
    }

    static SignalClient connect(int port) {
        return new SignalClient(port, null, Gate.SUBPROTOCOL);
    }

    static SignalClient connect(int port, String origin, String subprotocol) {
        return new SignalClient(port, origin, subprotocol);
    }

    synchronized void send(String text) {
        socket.sendText(text, true).join();
    }

    /** From now on it answers pings, as a living page does. */
    SignalClient answeringPings() {
        answersPings = true;
        return this;
    }

    void sendWithoutEnd(String text) {
        socket.sendText(text, false).join();
    }

    /** Sends with an id and gives its answer; events that come in between stay for {@link #next}. */
    JsonNode ask(String type, String fields) {
        int id = ++lastId;
        send("{\"id\":" + id + ",\"type\":\"" + type + "\"" + (fields.isEmpty() ? "" : "," + fields) + "}");
        List<JsonNode> others = new ArrayList<>();
        while (true) {
            JsonNode message = next();
            if (message.path("re").asInt(-1) == id) {
                messages.addAll(others);
                return message;
            }
            others.add(message);
        }
    }

    JsonNode hello(String ticket) {
        return ask("hello", "\"ticket\":\"" + ticket + "\"");
    }

    JsonNode helloWithToken(String token) {
        return ask("hello", "\"token\":\"" + token + "\"");
    }

    JsonNode resumeWithToken(String token, JsonNode welcome, long lastSeq) {
        return ask(
                "hello",
                "\"token\":\"" + token + "\",\"resume\":{\"session\":\""
                        + welcome.at("/ok/session").asText() + "\",\"key\":\""
                        + welcome.at("/ok/resumeKey").asText() + "\",\"lastSeq\":" + lastSeq + "}");
    }

    JsonNode resume(String ticket, JsonNode welcome, long lastSeq) {
        return ask(
                "hello",
                "\"ticket\":\"" + ticket + "\",\"resume\":{\"session\":\""
                        + welcome.at("/ok/session").asText() + "\",\"key\":\""
                        + welcome.at("/ok/resumeKey").asText() + "\",\"lastSeq\":" + lastSeq + "}");
    }

    /** The next message, pings left out. */
    JsonNode next() {
        try {
            while (true) {
                JsonNode message = messages.poll(5, TimeUnit.SECONDS);
                if (message == null) {
                    throw new AssertionError("nothing came within 5 s");
                }
                if (!message.path("type").asText().equals("ping")) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next message of the type; what comes before it is passed over. */
    JsonNode event(String type) {
        while (true) {
            JsonNode message = next();
            if (message.path("type").asText().equals(type)) {
                return message;
            }
        }
    }

    /** Whether anything of the type has come and not been taken. */
    boolean has(String type) {
        return messages.stream()
                .anyMatch(message -> message.path("type").asText().equals(type));
    }

    /** Sends under an id of the caller's choice and gives its answer. */
    JsonNode askAs(int id, String type, String fields) {
        lastId = id - 1;
        return ask(type, fields);
    }

    /** Takes nothing for a while, so that a rate is kept. */
    void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    boolean silent() {
        return messages.stream()
                .allMatch(message -> message.path("type").asText().equals("ping"));
    }

    /** The code with which the server closes. */
    int closeCode() {
        try {
            return closed.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException | java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Drops the line without a word, as a broken link would. */
    void drop() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                try {
                    JsonNode message = JSON.readTree(text.toString());
                    messages.add(message);
                    if (answersPings && message.path("type").asText().equals("ping")) {
                        send("{\"type\":\"pong\"}");
                    }
                } catch (JsonProcessingException e) {
                    closed.completeExceptionally(e);
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(1006);
        }
    }
}
