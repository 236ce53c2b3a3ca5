package org.huizhen.server.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One message between nodes.
 *
 * @param from name of the node
 * @param life of that node
 * @param number counts what the node sends outside transactions, from 1; 0 inside one, whose messages are not lost by us
 * @param unique makes two messages differ whose content is the same: NOTIFY joins equal ones
 * @param request of a question and its answer; empty for what everybody hears
 * @param to the one node that a question or an answer is for; empty for everybody
 */
record Envelope(
        Kind kind,
        String from,
        String life,
        long number,
        String unique,
        String request,
        String to,
        String channel,
        ObjectNode body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Kind {
        TELL,
        ASK,
        ANSWER
    }

    String text() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("k", kind.name())
                .put("f", from)
                .put("l", life)
                .put("n", number);
        put(node, "u", unique);
        put(node, "r", request);
        put(node, "t", to);
        return node.put("c", channel).<ObjectNode>set("b", body).toString();
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /** Empty for what no version of ours has sent. */
    static Optional<Envelope> of(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!(node.path("b") instanceof ObjectNode body) || !node.path("f").isTextual()) {
                return Optional.empty();
            }
            return Optional.of(new Envelope(
                    Kind.valueOf(node.path("k").asText()),
                    node.path("f").asText(),
                    node.path("l").asText(),
                    node.path("n").asLong(),
                    node.path("u").asText(),
                    node.path("r").asText(),
                    node.path("t").asText(),
                    node.path("c").asText(),
                    body));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
