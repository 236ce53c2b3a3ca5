package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.SessionId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.signaling.message.ClientMessageReader;
import org.huizhen.server.signaling.message.RoomMessage;
import org.huizhen.server.signaling.message.SignalException;
import org.huizhen.server.signaling.message.Text;

/** A tab that remembers what it was told. */
final class TestSeat implements Seat {
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> events = new ArrayList<>();
    final Map<String, JsonNode> latest = new LinkedHashMap<>();
    private final Actor.Person person;
    private final Rooms rooms;
    private final RoomId room;

    TestSeat(Rooms rooms, RoomId room, Actor.Person person) {
        this.rooms = rooms;
        this.room = room;
        this.person = person;
    }

    static Actor.Person person(String name) {
        return new Actor.Person(
                UserId.next(),
                OrganizationId.next(),
                name,
                name,
                Set.of("specialist"),
                new SessionId(Uuids.next()),
                Locale.ENGLISH,
                "127.0.0.1");
    }

    /** Gives what {@code ok} or {@code error} holds; rooms of tests answer at once. */
    JsonNode ask(String type, String fields) {
        List<JsonNode> answers = new ArrayList<>();
        RoomMessage message = (RoomMessage)
                ClientMessageReader.read("{\"id\":1,\"type\":\"" + type + "\",\"room\":\"" + room + "\"" + fields + "}")
                        .message();
        rooms.handle(this, message, new Reply() {
            @Override
            public void ok(ObjectNode answer) {
                answers.add(read(answer.toString()));
            }

            @Override
            public void elsewhere(RoomElsewhere where) {
                answers.add(JSON.createObjectNode().put("moved", where.url()));
            }

            @Override
            public void refuse(SignalException refusal) {
                answers.add(JSON.createObjectNode()
                        .put("error", refusal.error().slug())
                        .put("detail", refusal.getMessage()));
            }
        });
        return answers.getFirst();
    }

    JsonNode last(String type) {
        return events.reversed().stream()
                .filter(event -> event.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type + " among " + events));
    }

    @Override
    public Actor.Person person() {
        return person;
    }

    @Override
    public void event(Text text) {
        events.add(read(text.toString()));
    }

    @Override
    public void latest(String key, Text text) {
        latest.put(key, read(text.toString()));
    }

    @Override
    public void entered(RoomId entered) {}

    @Override
    public void left(RoomId left) {}

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
