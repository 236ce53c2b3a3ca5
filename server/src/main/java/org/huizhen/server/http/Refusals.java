package org.huizhen.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EofException;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What to tell the caller of anything thrown while answering: the one translator at this boundary. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int RETRY_SECONDS = 5;

    private Refusals() {}

    static ApiException of(Exception thrown, Context context) {
        return switch (thrown) {
            case ApiException refusal -> refusal;
            case JsonMappingException mapping -> unreadable(mapping);
            case JsonProcessingException ignored -> ApiException.invalid("", "no-json", "JSON");
            case HttpResponseException http ->
                switch (http.getStatus()) {
                    case 404 -> new ApiException(ErrorCode.NOT_FOUND);
                    case 405 -> new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
                    case 413 ->
                        new ApiException(ErrorCode.TOO_LARGE, Map.of("limit", HttpServer.LARGEST_JSON_BODY + " B"));
                    default -> ApiException.invalid("", "unreadable", "request");
                };
            case EofException ignored -> new ApiException(ErrorCode.UNAVAILABLE); // the caller has gone
            default -> internal(thrown, context);
        };
    }

    /** A value type may have refused the text itself. */
    private static ApiException unreadable(JsonMappingException mapping) {
        return root(mapping) instanceof ApiException refusal
                ? refusal
                : ApiException.invalid(path(mapping), "unreadable", path(mapping));
    }

    private static ApiException internal(Exception thrown, Context context) {
        if (databaseGone(thrown)) {
            LOG.warn("the database does not answer: {}", thrown.toString());
            return new ApiException(ErrorCode.UNAVAILABLE, Map.of("retryAfterSeconds", RETRY_SECONDS));
        }
        String reference = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("{} failed, reference {}", context.method(), reference, thrown);
        return new ApiException(ErrorCode.INTERNAL_ERROR, Map.of("reference", reference));
    }

    /** Connection lost (class 08), shutting down or starting (57P), or none free in time. */
    private static boolean databaseGone(Throwable thrown) {
        String state = Database.sqlState(thrown);
        if (state.startsWith("08") || state.startsWith("57P")) {
            return true;
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException) {
                return true;
            }
        }
        return false;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** The field's name only: Jackson's own message may quote what was sent. */
    private static String path(JsonMappingException mapping) {
        return mapping.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }
}
