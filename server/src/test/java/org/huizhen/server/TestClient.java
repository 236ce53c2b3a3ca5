package org.huizhen.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Calls the REST API of a test server; every answer is compared with the contract. */
public final class TestClient {
    private static final TestContract CONTRACT = new TestContract();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI base;
    private final Optional<String> token;

    public TestClient(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
    }

    /** An answer; {@code body} is the parsed JSON or a missing node. */
    public record Answer(int status, JsonNode body, HttpResponse<String> response) {
        public String type() {
            return body.path("type").asText();
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    public TestClient as(String otherToken) {
        return new TestClient(base, Optional.of(otherToken));
    }

    public TestClient anonymous() {
        return new TestClient(base, Optional.empty());
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    /** @param body any value that Jackson writes; null for none */
    public Answer post(String path, Object body) {
        return call("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return call("PUT", path, body);
    }

    public Answer patch(String path, Object body) {
        return call("PATCH", path, body);
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    public Answer call(String method, String path, Object body, String... headers) {
        try {
            byte[] bytes = body == null ? new byte[0] : json.writeValueAsBytes(body);
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                    .method(
                            method,
                            body == null
                                    ? HttpRequest.BodyPublishers.noBody()
                                    : HttpRequest.BodyPublishers.ofByteArray(bytes));
            if (body != null) {
                request.header("Content-Type", "application/json");
            }
            token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            Optional<String> type = response.headers().firstValue("Content-Type");
            CONTRACT.check(method, path, response.statusCode(), type, response.body());
            boolean isJson = type.map(text -> text.contains("json")).orElse(false);
            JsonNode parsed =
                    isJson && !response.body().isEmpty() ? json.readTree(response.body()) : json.missingNode();
            return new Answer(response.statusCode(), parsed, response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Map<String, JsonNode> operations() {
        Map<String, JsonNode> all = new TreeMap<>();
        CONTRACT.paths()
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (!operation.getKey().equals("parameters")) {
                        all.put(
                                operation.getKey().toUpperCase(Locale.ROOT) + " /api/v1" + path.getKey(),
                                operation.getValue());
                    }
                }));
        return all;
    }
}
