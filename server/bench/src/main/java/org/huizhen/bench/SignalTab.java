package org.huizhen.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.huizhen.demo.Rest;

/** A tab of a person, as a page of the web client would speak {@code huizhen.v1}. */
final class SignalTab {
    private static final String PING = "{\"type\":\"ping\"}";
    private static final String NUMBERED = "{\"seq\":";
    private static final long ACKNOWLEDGE_MILLIS = 200;

    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private volatile Consumer<String> events = event -> {};
    private Wire wire;
    /** Of the event loop, as the next. */
    private long lastSeq;

    private boolean acknowledging;

    private SignalTab() {}

    /** Connects and says hello. @param token of the person's session */
    static CompletableFuture<SignalTab> open(EventLoopGroup group, int port, String token) {
        SignalTab tab = new SignalTab();
        return Wire.open(group, URI.create("ws://127.0.0.1:" + port + "/signal"), "huizhen.v1", tab::hear)
                .thenCompose(wire -> {
                    tab.wire = wire;
                    return tab.ask("hello", "\"token\":\"" + token + "\"");
                })
                .thenApply(welcome -> tab);
    }

    /** Numbered events as they come, on the event loop. */
    void onEvent(Consumer<String> listener) {
        events = listener;
    }

    CompletableFuture<JsonNode> ask(String type, String fields) {
        int id = lastId.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        wire.send("{\"id\":" + id + ",\"type\":\"" + type + "\"," + fields + "}");
        return answer;
    }

    /** Sends what is to be done, its answer only counted. */
    void tell(String type, String fields) {
        wire.send("{\"id\":" + lastId.incrementAndGet() + ",\"type\":\"" + type + "\"," + fields + "}");
    }

    private void hear(Wire from, String text) {
        if (text.equals(PING)) {
            from.send("{\"type\":\"pong\"}");
        } else if (text.startsWith("{\"re\":")) {
            answered(text);
        } else if (text.startsWith(NUMBERED)) {
            seen(from, Long.parseLong(text, NUMBERED.length(), text.indexOf(',', NUMBERED.length()), 10));
            events.accept(text);
        }
    }

    /** Acknowledges as the web client does: all that came within a while at once. */
    private void seen(Wire from, long seq) {
        lastSeq = seq;
        if (!acknowledging) {
            acknowledging = true;
            from.later(ACKNOWLEDGE_MILLIS, () -> {
                acknowledging = false;
                from.send("{\"type\":\"ack\",\"seq\":" + lastSeq + "}");
            });
        }
    }

    private void answered(String text) {
        int end = text.indexOf(',');
        CompletableFuture<JsonNode> waiting = asked.remove(Integer.parseInt(text.substring(6, end)));
        if (waiting == null) {
            return;
        }
        try {
            JsonNode answer = Rest.JSON.readTree(text);
            if (answer.has("ok")) {
                waiting.complete(answer.get("ok"));
            } else {
                waiting.completeExceptionally(new IOException(text));
            }
        } catch (JsonProcessingException e) {
            waiting.completeExceptionally(e);
        }
    }

    void close() {
        wire.close();
    }
}
