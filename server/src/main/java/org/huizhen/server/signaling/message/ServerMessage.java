package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.huizhen.server.core.Event;

/** The texts that the server sends. */
public final class ServerMessage {
    public static final Text PING = Text.of("{\"type\":\"ping\"}");

    /** A durable event: notifications may have been missed. */
    public static final Text MISSED = Text.of("{\"type\":\"notify.missed\"}");

    private static final Text REPLACED = Text.of("{\"type\":\"session.replaced\"}");

    private ServerMessage() {}

    public static Text ok(long re, ObjectNode answer) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("re", re);
        message.set("ok", answer);
        return Text.of(message);
    }

    public static Text ok(long re) {
        return ok(re, JsonNodeFactory.instance.objectNode());
    }

    /** {@code re} is left out where the message's id could not be read. */
    public static Text error(SignalException refusal) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        refusal.messageId().ifPresent(id -> message.put("re", id));
        ObjectNode error = message.putObject("error")
                .put("type", refusal.error().slug())
                .put("detail", refusal.getMessage())
                .put("retryable", refusal.error().retryable());
        refusal.retryAfter().ifPresent(wait -> error.put("retryAfterMs", wait.toMillis()));
        return Text.of(message);
    }

    /** A durable event's text without its {@code seq}, shared by all sessions that get it; never patient data. */
    public static Text notification(Event event) {
        return Text.of(JsonNodeFactory.instance
                .objectNode()
                .put("type", "notify")
                .put("event", event.type())
                .put("resource", event.aggregate())
                .put("resourceId", event.aggregateId().toString())
                .put("version", event.version()));
    }

    /** Another socket of the same session has taken its place. */
    public static Text replaced() {
        return REPLACED;
    }
}
