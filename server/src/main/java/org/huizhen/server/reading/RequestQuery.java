package org.huizhen.server.reading;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.http.Page;

/** The parameters of the worklist's query string. */
final class RequestQuery {
    private RequestQuery() {}

    static Worklist.Filter filter(Context context) {
        return new Worklist.Filter(
                states(context),
                several(context, "modality"),
                Optional.ofNullable(context.queryParam("priority")).map(RequestQuery::priority),
                uuid(context, "organizationId").map(OrganizationId::new),
                uuid(context, "patientId"),
                uuid(context, "studyId").map(StudyId::new),
                Boolean.parseBoolean(context.queryParam("mine")) || "me".equals(context.queryParam("claimedBy")),
                Optional.ofNullable(context.queryParam("query"))
                        .map(String::strip)
                        .filter(words -> !words.isEmpty() && words.length() <= 100),
                Optional.ofNullable(context.queryParam("from")).map(RequestQuery::instant),
                Optional.ofNullable(context.queryParam("alarm")).map(RequestQuery::alarm));
    }

    static Optional<Worklist.Position> position(Context context) {
        return Page.cursor(context, 2).map(key -> {
            try {
                return new Worklist.Position(Instant.parse(key.get(0)), UUID.fromString(key.get(1)));
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw ApiException.invalid("cursor", "unknown", "cursor");
            }
        });
    }

    private static List<String> states(Context context) {
        return several(context, "status").stream()
                .flatMap(status -> {
                    List<String> stored = RequestState.storedOf(status);
                    if (stored.isEmpty()) {
                        throw ApiException.invalid("status", "unknown", "status");
                    }
                    return stored.stream();
                })
                .toList();
    }

    /** Repeated, or separated by commas. */
    private static List<String> several(Context context, String name) {
        return context.queryParams(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static String alarm(String text) {
        if (!Worklist.alarms().contains(text)) {
            throw ApiException.invalid("alarm", "unknown", "overdue | preliminary | lateImages");
        }
        return text;
    }

    private static Priority priority(String text) {
        try {
            return Priority.of(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("priority", "unknown", "emergency | urgent | routine");
        }
    }

    private static Optional<UUID> uuid(Context context, String name) {
        try {
            return Optional.ofNullable(context.queryParam(name)).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(name, "unreadable", "UUID");
        }
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw ApiException.invalid("from", "unreadable", "RFC 3339");
        }
    }
}
