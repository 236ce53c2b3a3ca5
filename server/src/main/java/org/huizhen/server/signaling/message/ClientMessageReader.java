package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.huizhen.server.core.UserId;

/** Text → {@link ClientMessage}; bounded in depth and lengths, and nothing that a client sends gets past it half-read. */
public final class ClientMessageReader {
    /** Longest message; only those that carry a session description may be longer. */
    public static final int LONGEST = 16 << 10;

    public static final int LONGEST_WITH_SDP = 64 << 10;
    private static final int LONGEST_CREDENTIAL = 512;
    private static final int MOST_WATCHED = 200;

    /** Fleeting ones, and those that answer: no id, no answer. */
    private static final Set<String> WITHOUT_ID = Set.of("ack", "pong", "board.view", "board.pointer");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(20)
                            .maxStringLength(LONGEST_WITH_SDP)
                            .maxNameLength(100)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ClientMessageReader() {}

    /**
     * @throws SignalException {@code invalid-request} naming the field, {@code too-large}; with the message's id where it
     *     could be read
     */
    public static Incoming read(String text) {
        JsonNode message = parse(text);
        if (!message.isObject()) {
            throw Fields.invalid("expected a JSON object");
        }
        Long id = id(message);
        try {
            Fields fields = new Fields(message);
            String type = fields.text("type", 64);
            if (text.length() > LONGEST && !type.equals("media.offer") && !type.equals("media.answer")) {
                throw new SignalException(SignalError.TOO_LARGE, type + ": at most " + LONGEST + " bytes");
            }
            ClientMessage read = of(type, fields);
            if (WITHOUT_ID.contains(type)) {
                return new Incoming(OptionalLong.empty(), read);
            }
            if (id == null) {
                throw Fields.invalid("id: required");
            }
            return new Incoming(OptionalLong.of(id), read);
        } catch (SignalException e) {
            throw id == null ? e : e.ofMessage(id);
        }
    }

    private static ClientMessage of(String type, Fields fields) {
        String group = type.substring(0, Math.max(0, type.indexOf('.')));
        return switch (group) {
            case "" -> session(type, fields);
            case "presence" -> presence(type, fields);
            case "call" -> call(type, fields);
            case "room", "hand", "chat" -> RoomReader.room(type, fields);
            case "board" -> RoomReader.board(type, fields);
            case "media" -> RoomReader.media(type, fields);
            case "recording" -> RoomReader.recording(type, fields);
            default -> throw unknown();
        };
    }

    private static ClientMessage session(String type, Fields fields) {
        return switch (type) {
            case "hello" -> new SessionMessage.Hello(credential(fields), resume(fields));
            case "ack" -> new SessionMessage.Ack(fields.count("seq"));
            case "ping" -> new SessionMessage.Ping();
            case "pong" -> new SessionMessage.Pong();
            case "bye" -> new SessionMessage.Bye();
            default -> throw unknown();
        };
    }

    private static ClientMessage presence(String type, Fields fields) {
        return switch (type) {
            case "presence.set" ->
                new PresenceMessage.Appear(
                        switch (fields.name("state")) {
                            case "available" -> PresenceMessage.State.AVAILABLE;
                            case "busy" -> PresenceMessage.State.BUSY;
                            case "away" -> PresenceMessage.State.AWAY;
                            default -> throw Fields.invalid("state: expected available, busy or away");
                        },
                        fields.flag("onDuty", false));
            case "presence.watch" ->
                new PresenceMessage.Watch(fields.names("users", MOST_WATCHED).stream()
                        .map(text -> new UserId(Fields.uuid("users", text.toLowerCase(Locale.ROOT))))
                        .collect(Collectors.toSet()));
            default -> throw unknown();
        };
    }

    private static ClientMessage call(String type, Fields fields) {
        return switch (type) {
            case "call.invite" -> new CallMessage.Invite(fields.room(), fields.uuid("callee"));
            case "call.ring" -> new CallMessage.Ring(fields.name("call"));
            case "call.accept" -> new CallMessage.Accept(fields.name("call"));
            case "call.decline" ->
                new CallMessage.Decline(
                        fields.name("call"), fields.optionalText("reason", 200).orElse(""));
            case "call.cancel" -> new CallMessage.Cancel(fields.name("call"));
            default -> throw unknown();
        };
    }

    private static JsonNode parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            throw Fields.invalid("not JSON");
        }
    }

    private static Long id(JsonNode message) {
        JsonNode id = message.get("id");
        if (id == null) {
            return null;
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 0) {
            throw Fields.invalid("id: expected a whole number of 0 or more");
        }
        return id.longValue();
    }

    private static SessionMessage.Credential credential(Fields fields) {
        boolean ticket = fields.has("ticket");
        if (ticket == fields.has("token")) {
            throw new SignalException(SignalError.UNAUTHENTICATED, "expected either ticket or token");
        }
        return ticket
                ? new SessionMessage.Credential.Ticket(fields.text("ticket", LONGEST_CREDENTIAL))
                : new SessionMessage.Credential.Token(fields.text("token", LONGEST_CREDENTIAL));
    }

    private static Optional<SessionMessage.Resume> resume(Fields fields) {
        return fields.object("resume")
                .map(resume -> new SessionMessage.Resume(
                        resume.text("session", 64), resume.text("key", 128), resume.count("lastSeq")));
    }

    static SignalException unknown() {
        return Fields.invalid("type: unknown");
    }
}
