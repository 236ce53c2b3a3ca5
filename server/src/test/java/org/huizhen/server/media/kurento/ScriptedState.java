package org.huizhen.server.media.kurento;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of a scripted Kurento: what it says is the transcripts', with the ids of this life. */
final class ScriptedState {
    /** By id; names as {@code setName} gave them. */
    final Map<String, String> objects = new ConcurrentHashMap<>();
    /** Sink and kind to source. */
    final Map<String, String> connections = new ConcurrentHashMap<>();

    final Map<String, Boolean> negotiated = new ConcurrentHashMap<>();
    private final Transcripts transcripts;
    private volatile String session = UUID.randomUUID().toString();

    ScriptedState(Transcripts transcripts) {
        this.transcripts = transcripts;
    }

    void reset() {
        objects.clear();
        connections.clear();
        negotiated.clear();
        session = UUID.randomUUID().toString();
    }

    /** The envelope: {@code result} or {@code error}. */
    ObjectNode answer(JsonNode message) {
        ObjectNode answer = Transcripts.JSON.createObjectNode().put("jsonrpc", "2.0");
        if (message.has("id")) {
            answer.set("id", message.get("id"));
        }
        JsonNode params = message.path("params");
        String object = params.path("object").asText("");
        if (!object.isEmpty() && !object.startsWith("manager_") && !objects.containsKey(object)) {
            ObjectNode error = transcripts.error(KurentoErrors.NOT_FOUND);
            answer.set("error", error.put("message", "Object '" + object + "' not found"));
            return answer;
        }
        String question = Transcripts.question(message);
        if (question.equals("invoke processOffer") && negotiated.put(object, true) != null) {
            answer.set("error", transcripts.error(KurentoErrors.ALREADY_NEGOTIATED));
            return answer;
        }
        ObjectNode result = answer.putObject("result").put("sessionId", session);
        switch (question) {
            case "transaction" -> transaction(params, result);
            case "release" -> objects.keySet().removeIf(id -> id.startsWith(object));
            case "invoke setName" ->
                objects.put(object, params.at("/operationParams/name").asText());
            case "invoke getName" -> result.put("value", objects.get(object));
            case "invoke getPipelines" -> {
                ArrayNode list = result.putArray("value");
                objects.keySet().stream().filter(id -> !id.contains("/")).forEach(list::add);
            }
            case "invoke connect" -> connect(params, object, true);
            case "invoke disconnect" -> connect(params, object, false);
            case "create MediaPipeline" -> result.put("value", create("", "MediaPipeline"));
            case "closeSession" -> objects.clear();
            default -> {
                if (question.startsWith("create ")) {
                    result.put(
                            "value",
                            create(
                                    params.at("/constructorParams/mediaPipeline")
                                                    .asText() + "/",
                                    params.path("type").asText()));
                } else if (question.startsWith("subscribe ")) {
                    result.put("value", UUID.randomUUID().toString());
                } else {
                    result.set(
                            "value",
                            transcripts
                                    .result(question)
                                    .map(recorded -> recorded.path("value"))
                                    .filter(value -> !value.isMissingNode())
                                    .orElse(Transcripts.JSON.nullNode()));
                }
            }
        }
        return answer;
    }

    private String create(String parent, String type) {
        String id = parent + UUID.randomUUID() + "_kurento." + type;
        objects.put(id, id);
        return id;
    }

    private void transaction(JsonNode params, ObjectNode result) {
        Map<String, String> made = new LinkedHashMap<>();
        ArrayNode answers = result.putArray("value");
        for (JsonNode operation : params.path("operations")) {
            String text = operation.toString();
            for (Map.Entry<String, String> reference : made.entrySet()) {
                text = text.replace(reference.getKey() + "\"", reference.getValue() + "\"");
            }
            try {
                ObjectNode answer = answer(Transcripts.JSON.readTree(text));
                made.put(
                        "newref:" + operation.path("id").asText(),
                        answer.at("/result/value").asText());
                answers.add(answer);
            } catch (JsonProcessingException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void connect(JsonNode params, String source, boolean on) {
        String key = params.at("/operationParams/sink").asText() + " "
                + params.at("/operationParams/mediaType").asText();
        if (on) {
            connections.put(key, source);
        } else {
            connections.remove(key, source);
        }
    }
}
