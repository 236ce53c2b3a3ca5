package org.huizhen.server.imaging.multipart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type with its parameters (RFC 9110 8.3.1), names in lower case, quotes removed.
 *
 * @param essence {@code type/subtype} in lower case
 */
public record MediaType(String essence, Map<String, String> parameters) {

    public MediaType {
        parameters = Map.copyOf(parameters);
    }

    public static MediaType parse(String text) {
        List<String> pieces = split(text, ';');
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String piece : pieces.subList(1, pieces.size())) {
            int equals = piece.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        piece.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        unquote(piece.substring(equals + 1).strip()));
            }
        }
        return new MediaType(pieces.getFirst().strip().toLowerCase(Locale.ROOT), parameters);
    }

    /** The types of an {@code Accept} header, the most wanted first; those of quality 0 are left out. */
    public static List<MediaType> accepted(String header) {
        if (header == null || header.isBlank()) {
            return List.of(new MediaType("*/*", Map.of()));
        }
        List<MediaType> types = new ArrayList<>();
        for (String piece : split(header, ',')) {
            if (!piece.isBlank()) {
                types.add(parse(piece));
            }
        }
        return types.stream()
                .filter(type -> type.quality() > 0)
                .sorted((a, b) -> Double.compare(b.quality(), a.quality()))
                .toList();
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    public boolean is(String other) {
        return essence.equals(other);
    }

    /** Whether this range of an {@code Accept} header takes the type. */
    public boolean takes(String type) {
        return essence.equals("*/*")
                || essence.equals(type)
                || essence.endsWith("/*") && type.startsWith(essence.substring(0, essence.length() - 1));
    }

    private double quality() {
        try {
            return Double.parseDouble(parameters.getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<String> split(String text, char separator) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                pieces.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        pieces.add(text.substring(begin));
        return pieces;
    }

    private static String unquote(String value) {
        return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replace("\\\"", "\"")
                : value;
    }
}
