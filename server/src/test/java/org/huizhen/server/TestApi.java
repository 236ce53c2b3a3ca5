package org.huizhen.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Actor;
import org.huizhen.server.http.Authentication;
import org.huizhen.server.http.HttpServer;
import org.huizhen.server.http.HttpSetup;
import org.huizhen.server.http.Json;
import org.huizhen.server.http.Routes;

/** A feature's routes on a real web server; who calls is named by a header. */
public final class TestApi implements AutoCloseable {
    public record Answer(int status, JsonNode body) {
        public String type() {
            return body.path("type").asText();
        }
    }

    private static final ObjectMapper JSON = Json.mapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final TestContract contract = new TestContract();
    private final HttpServer server;

    public TestApi(Routes routes, Access access, TestConsortium people) {
        this.server = new HttpServer(
                routes,
                access,
                List.<Authentication>of(context -> Optional.ofNullable(context.header("X-Test-Person"))
                        .flatMap(people::named)
                        .map(Actor.class::cast)),
                JSON,
                people.database(),
                new HttpSetup("127.0.0.1", 0, Optional.empty(), List.of(), Optional.empty(), List::of));
        server.start();
    }

    public Answer delete(Actor.Person person, String path) {
        return send(person, "DELETE", path, null, null);
    }

    public Answer get(Actor.Person person, String path) {
        return send(person, "GET", path, null, null);
    }

    public Answer post(Actor.Person person, String path, String body) {
        return send(person, "POST", path, body, null);
    }

    public Answer put(Actor.Person person, String path, String body, Long ifMatch) {
        return send(person, "PUT", path, body, ifMatch);
    }

    /** An answer that is no JSON. */
    public record Download(int status, String type, byte[] body) {}

    /** @param person null: nobody is signed in */
    public Download download(Actor.Person person, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (person != null) {
            request.header("X-Test-Person", person.username());
        }
        try {
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            String text = type.startsWith("application/pdf") ? "" : new String(answer.body(), UTF_8);
            contract.check("GET", path, answer.statusCode(), Optional.of(type), text);
            return new Download(answer.statusCode(), type, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public Answer send(Actor.Person person, String method, String path, String body, Long ifMatch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("X-Test-Person", person.username())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (ifMatch != null) {
            request.header("If-Match", "\"" + ifMatch + "\"");
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            contract.check(
                    method, path, answer.statusCode(), answer.headers().firstValue("Content-Type"), answer.body());
            return new Answer(
                    answer.statusCode(),
                    answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        client.close();
    }
}
