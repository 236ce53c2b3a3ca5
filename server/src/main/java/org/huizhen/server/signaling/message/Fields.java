package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.huizhen.server.core.RoomId;

/** The fields of one message; each question names the field, its kind and its bound where it is refused. */
final class Fields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:{}-]{1,64}");
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MOST_VALUES = 2_000;

    private final JsonNode object;

    Fields(JsonNode object) {
        this.object = object;
    }

    boolean has(String field) {
        return object.has(field);
    }

    Optional<Fields> object(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isObject()) {
            throw invalid(field + ": expected an object");
        }
        return Optional.of(new Fields(value));
    }

    String text(String field, int longest) {
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

    Optional<String> optionalText(String field, int longest) {
        return object.has(field) ? Optional.of(text(field, longest)) : Optional.empty();
    }

    /** A short handle made by a program: letters, digits, few signs. */
    String name(String field) {
        String text = text(field, 64);
        if (!NAME.matcher(text).matches()) {
            throw invalid(field + ": expected letters, digits and . : _ - { }");
        }
        return text;
    }

    Optional<String> optionalName(String field) {
        return object.has(field) ? Optional.of(name(field)) : Optional.empty();
    }

    List<String> names(String field, int most) {
        JsonNode value = object.get(field);
        if (value == null || !value.isArray() || value.size() > most) {
            throw invalid(field + ": expected an array of at most " + most);
        }
        List<String> names = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isTextual() || !NAME.matcher(element.textValue()).matches()) {
                throw invalid(field + ": expected names");
            }
            names.add(element.textValue());
        }
        return names;
    }

    UUID uuid(String field) {
        return uuid(field, text(field, 36));
    }

    static UUID uuid(String field, String text) {
        if (!UUID_TEXT.matcher(text).matches()) {
            throw invalid(field + ": expected a UUID");
        }
        return UUID.fromString(text);
    }

    RoomId room() {
        return new RoomId(uuid("room"));
    }

    long count(String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw invalid(field + ": expected a whole number of 0 or more");
        }
        return value.longValue();
    }

    boolean flag(String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isBoolean()) {
            throw invalid(field + ": expected true or false");
        }
        return value.booleanValue();
    }

    boolean flag(String field, boolean otherwise) {
        return object.has(field) ? flag(field) : otherwise;
    }

    /** An object whose inside is the clients' own: bounded in bytes as written, and in values. */
    ObjectNode free(String field, int characters) {
        JsonNode value = object.get(field);
        if (!(value instanceof ObjectNode node)) {
            throw invalid(field + ": expected an object");
        }
        if (values(node) > MOST_VALUES || node.toString().length() > characters) {
            throw invalid(field + ": expected at most " + characters + " characters");
        }
        return node;
    }

    private static int values(JsonNode node) {
        int sum = 1;
        for (JsonNode child : node) {
            sum += values(child);
        }
        return sum;
    }

    static SignalException invalid(String detail) {
        return new SignalException(SignalError.INVALID_REQUEST, detail);
    }
}
