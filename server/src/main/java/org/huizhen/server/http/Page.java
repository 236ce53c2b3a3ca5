package org.huizhen.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.huizhen.server.core.ApiException;

/**
 * One page of a list by keyset: {@code next} names where the following page begins, never an offset.
 *
 * @param next absent on the last page
 */
public record Page<T>(List<T> items, Optional<String> next) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAXIMUM_LIMIT = 500;

    /** Cuts one row too many, which the query asked for, into the page and the key of the next. */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, List<String>> key) {
        if (rows.size() <= limit) {
            return new Page<>(rows, Optional.empty());
        }
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, Optional.of(encode(key.apply(items.get(limit - 1)))));
    }

    public <R> Page<R> map(Function<T, R> mapper) {
        return new Page<>(items.stream().map(mapper).toList(), next);
    }

    /** {@code limit} of the query, 1 to 500, 50 when absent. */
    public static int limit(Context context) {
        String text = context.queryParam("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAXIMUM_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw ApiException.invalid("limit", "number", "1–" + MAXIMUM_LIMIT);
        }
        throw ApiException.invalid("limit", "range", "1–" + MAXIMUM_LIMIT);
    }

    /** The key values of {@code cursor}, empty on the first page. */
    public static Optional<List<String>> cursor(Context context, int values) {
        return cursor(context.queryParam("cursor"), values);
    }

    /** The same for searches whose cursor stands in the body; null on the first page. */
    public static Optional<List<String>> cursor(String text, int values) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            JsonNode array = JSON.readTree(Base64.getUrlDecoder().decode(text));
            if (array.isArray() && array.size() == values) {
                List<String> key = new ArrayList<>();
                array.forEach(value -> key.add(value.asText()));
                return Optional.of(List.copyOf(key));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw ApiException.invalid("cursor", "unknown", "cursor");
        }
        throw ApiException.invalid("cursor", "unknown", "cursor");
    }

    private static String encode(List<String> key) {
        ArrayNode array = JSON.createArrayNode();
        key.forEach(array::add);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(array.toString().getBytes(StandardCharsets.UTF_8));
    }
}
