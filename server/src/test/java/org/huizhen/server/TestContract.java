package org.huizhen.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.huizhen.server.http.OpenApi;

/** Compares answers with the contract: every answer that a test receives through {@link TestClient} is. */
final class TestContract {
    private static final String BASE = "/api/v1";

    private final ObjectNode document = OpenApi.merged();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final ObjectMapper json = new ObjectMapper();
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();

    /** Paths with their operations, without the base path. */
    ObjectNode paths() {
        return (ObjectNode) document.get("paths");
    }

    /** @throws AssertionError naming what does not validate */
    void check(String method, String path, int status, Optional<String> type, String body) {
        if (!path.startsWith(BASE + "/")) {
            return;
        }
        Optional<JsonNode> operation =
                operation(method, path.substring(BASE.length()).replaceFirst("\\?.*$", ""));
        if (operation.isEmpty()) {
            return; // an address outside the contract: the answer is a plain 404 or 405
        }
        JsonNode responses = operation.get().get("responses");
        JsonNode response = responses.has(Integer.toString(status))
                ? responses.get(Integer.toString(status))
                : responses.get("default");
        String where = method + " " + path + " → " + status;
        if (response == null) {
            throw new AssertionError(where + " is not in the contract");
        }
        JsonNode content = resolve(response).path("content");
        if (content.isMissingNode() || content.isEmpty()) {
            if (!body.isEmpty()) {
                throw new AssertionError(where + " has a body that the contract does not know");
            }
            return;
        }
        String media = type.orElse("").replaceFirst(";.*$", "").strip();
        if (!content.has(media)) {
            throw new AssertionError(where + " is " + media + ", the contract says "
                    + content.fieldNames().next());
        }
        if (media.endsWith("json")) {
            validate(where, content.get(media).get("schema"), body);
        }
    }

    private void validate(String where, JsonNode schema, String body) {
        try {
            List<Error> errors = schemas.computeIfAbsent(schema, this::compile).validate(json.readTree(body));
            if (!errors.isEmpty()) {
                throw new AssertionError(where + " does not validate: " + errors + "\n" + body);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(where, e);
        }
    }

    private Schema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        return registry.getSchema(whole);
    }

    private Optional<JsonNode> operation(String method, String path) {
        String[] asked = path.split("/", -1);
        for (Map.Entry<String, JsonNode> entry : paths().properties()) {
            if (matches(entry.getKey().split("/", -1), asked)) {
                JsonNode operation = entry.getValue().get(method.toLowerCase(Locale.ROOT));
                if (operation != null) {
                    return Optional.of(operation);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean matches(String[] template, String[] asked) {
        if (template.length != asked.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            int close = template[i].indexOf('}');
            boolean fits = template[i].startsWith("{")
                    ? asked[i].endsWith(template[i].substring(close + 1))
                    : template[i].equals(asked[i]);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private JsonNode resolve(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }
}
