package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** Text → {@link ClientMessage}; bounded in depth and lengths, and nothing that a client sends gets past it half-read. */
public final class ClientMessageReader {
    private static final int LONGEST_CREDENTIAL = 512;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(20)
                            .maxStringLength(64 << 10)
                            .maxNameLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ClientMessageReader() {}

    /** @throws SignalException {@code invalid-request} naming the field, with the message's id where it could be read */
    public static ClientMessage read(String text) {
        JsonNode message = parse(text);
        if (!message.isObject()) {
            throw invalid("expected a JSON object");
        }
        Long id = id(message);
        try {
            return of(message, id);
        } catch (SignalException e) {
            throw id == null ? e : e.ofMessage(id);
        }
    }

    private static ClientMessage of(JsonNode message, Long id) {
        String type = text(message, "type", 64);
        return switch (type) {
            case "hello" -> new ClientMessage.Hello(required(id), credential(message), resume(message));
            case "ack" -> new ClientMessage.Ack(count(message, "seq"));
            case "ping" -> new ClientMessage.Ping(required(id));
            case "pong" -> new ClientMessage.Pong();
            case "bye" -> new ClientMessage.Bye(required(id));
            default -> throw invalid("type: unknown");
        };
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            throw invalid("not JSON");
        }
    }

    private static Long id(JsonNode message) {
        JsonNode id = message.get("id");
        if (id == null) {
            return null;
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 0) {
            throw invalid("id: expected a whole number of 0 or more");
        }
        return id.longValue();
    }

    private static long required(Long id) {
        if (id == null) {
            throw invalid("id: required");
        }
        return id;
    }

    private static ClientMessage.Credential credential(JsonNode message) {
        boolean ticket = message.has("ticket");
        if (ticket == message.has("token")) {
            throw new SignalException(SignalError.UNAUTHENTICATED, "expected either ticket or token");
        }
        return ticket
                ? new ClientMessage.Credential.Ticket(text(message, "ticket", LONGEST_CREDENTIAL))
                : new ClientMessage.Credential.Token(text(message, "token", LONGEST_CREDENTIAL));
    }

    private static Optional<ClientMessage.Resume> resume(JsonNode message) {
        JsonNode resume = message.get("resume");
        if (resume == null) {
            return Optional.empty();
        }
        if (!resume.isObject()) {
            throw invalid("resume: expected an object");
        }
        return Optional.of(new ClientMessage.Resume(
                text(resume, "session", 64), text(resume, "key", 128), count(resume, "lastSeq")));
    }

    private static String text(JsonNode object, String field, int longest) {
        JsonNode value = object.get(field);
        if (value == null || !value.isTextual()) {
            throw invalid(field + ": expected text");
        }
        String text = value.textValue();
        if (text.isEmpty() || text.length() > longest) {
            throw invalid(field + ": expected 1 to " + longest + " characters");
        }
        return text;
    }

    private static long count(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw invalid(field + ": expected a whole number of 0 or more");
        }
        return value.longValue();
    }

    private static SignalException invalid(String detail) {
        return new SignalException(SignalError.INVALID_REQUEST, detail);
    }
}
