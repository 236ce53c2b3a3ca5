package org.huizhen.server.media.kurento;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a real Kurento 7.3 answered, by what it was asked ({@code src/test/resources/kurento}). */
final class Transcripts {
    static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, JsonNode> results = new HashMap<>();
    private final Map<Integer, JsonNode> errors = new HashMap<>();
    private final Map<String, JsonNode> events = new HashMap<>();
    private final Map<String, String> offers = new HashMap<>();

    Transcripts() {
        for (String file : new String[] {"session", "media", "restart"}) {
            read(file);
        }
    }

    private void read(String file) {
        Map<String, String> asked = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Transcripts.class.getResourceAsStream("/kurento/" + file + ".jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode frame = JSON.readTree(line);
                JsonNode message = frame.path("message");
                if (message.isObject()) {
                    take(asked, frame.path("connection").asText(), message);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(Map<String, String> asked, String connection, JsonNode message) {
        String id = connection + message.path("id").asText();
        if (message.path("method").asText().equals("onEvent")) {
            JsonNode value = message.at("/params/value");
            events.putIfAbsent(value.path("type").asText(), value);
        } else if (message.has("method")) {
            asked.put(id, question(message));
            if (question(message).equals("invoke processOffer")) {
                offers.putIfAbsent(
                        "browser", message.at("/params/operationParams/offer").asText());
                String offer = message.at("/params/operationParams/offer").asText();
                if (offer.contains("VP9")) {
                    offers.put("browser", offer);
                }
            }
        } else if (message.has("error")) {
            errors.putIfAbsent(message.at("/error/code").asInt(), message.path("error"));
        } else if (asked.containsKey(id)) {
            results.put(asked.get(id), message.path("result"));
        }
    }

    /** Method with operation or type: {@code invoke processOffer}, {@code create WebRtcEndpoint}, {@code release}. */
    static String question(JsonNode message) {
        JsonNode params = message.path("params");
        String about = params.path("operation").asText(params.path("type").asText(""));
        return (message.path("method").asText() + " " + about).strip();
    }

    Optional<JsonNode> result(String question) {
        return Optional.ofNullable(results.get(question)).map(JsonNode::deepCopy);
    }

    ObjectNode error(int code) {
        return errors.get(code).deepCopy();
    }

    /** As recorded; what was not, as the one that is most like it. */
    ObjectNode event(String type) {
        ObjectNode event =
                events.getOrDefault(type, events.get("MediaFlowInStateChanged")).deepCopy();
        ((ObjectNode) event.path("data")).put("type", type);
        return event.put("type", type);
    }

    /** A real browser's, with every codec it has. */
    String offer() {
        return offers.get("browser");
    }
}
