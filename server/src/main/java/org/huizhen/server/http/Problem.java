package org.huizhen.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.Locale;
import org.huizhen.server.core.ApiException;

/** Turns refusals into problem documents (RFC 9457) in the caller's language. */
final class Problem {
    private final ObjectMapper json;
    private final ErrorMessages messages = new ErrorMessages();

    Problem(ObjectMapper json) {
        this.json = json;
    }

    void write(Context context, ApiException refusal, Locale locale) {
        String slug = refusal.code().slug();
        ObjectNode body = json.createObjectNode();
        refusal.values().forEach((name, value) -> body.set(name, json.valueToTree(value)));
        body.put("type", slug);
        body.put("title", messages.title(refusal.code(), locale));
        body.put("status", refusal.code().status());
        body.put("detail", messages.detail(refusal.code(), locale, refusal.values()));
        body.put("instance", context.path());
        if (!refusal.errors().isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            refusal.errors().forEach(error -> errors.add(json.valueToTree(error)));
        }
        context.status(refusal.code().status());
        if (refusal.values().get("retryAfterSeconds") instanceof Number seconds) {
            context.header("Retry-After", seconds.toString());
        }
        context.contentType("application/problem+json");
        // As bytes: Jetty takes text of types it does not know for ISO 8859-1.
        context.result(body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
