package org.huizhen.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The center's REST API as one signed-in person sees it; calls block. */
public final class Rest {
    public static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final String token;

    private Rest(String base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer other than 2xx. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1;
        private final int status;
        private final String type;

        Refused(String method, String path, int status, String body) {
            super(method + " " + path + " answered " + status + ": " + body);
            this.status = status;
            this.type = slug(body);
        }

        public int status() {
            return status;
        }

        /** The slug of the problem; empty where there is none. */
        public String type() {
            return type;
        }

        private static String slug(String body) {
            try {
                return JSON.readTree(body).path("type").asText("");
            } catch (IOException e) {
                return "";
            }
        }
    }

    /** @param url of the center, without trailing slash */
    public static Rest signIn(String url, String username, String password) throws IOException, InterruptedException {
        ObjectNode credentials =
                JSON.createObjectNode().put("username", username).put("password", password);
        JsonNode session = new Rest(url, "").post("/session", credentials);
        return new Rest(url, session.path("token").asText());
    }

    /** For clients of other kinds: the value of the header {@code Authorization}. */
    public String authorization() {
        return "Bearer " + token;
    }

    /** Whether a GET of the path answers 200 now. */
    public static boolean answers(String url) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, request(path).GET().build());
    }

    public JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return send("POST", path, json(path).POST(publisher(body)).build());
    }

    public JsonNode put(String path, JsonNode body) throws IOException, InterruptedException {
        return send("PUT", path, json(path).PUT(publisher(body)).build());
    }

    /** All items of a list, page after page. */
    public List<JsonNode> list(String path) throws IOException, InterruptedException {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            String page = path + (path.contains("?") ? "&" : "?") + "limit=200" + cursor;
            JsonNode answer = get(page);
            answer.path("items").forEach(items::add);
            String next = answer.path("next").asText("");
            cursor = next.isEmpty() ? "" : "&cursor=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());
        return items;
    }

    /** STOW-RS (PS3.18 10.5) of whole Part 10 files. */
    public void store(List<byte[]> files) throws IOException, InterruptedException {
        String boundary = "huizhen-demo-instance-boundary";
        List<byte[]> parts = new ArrayList<>();
        for (byte[] file : files) {
            parts.add(ascii("--" + boundary + "\r\nContent-Type: application/dicom\r\n\r\n"));
            parts.add(file);
            parts.add(ascii("\r\n"));
        }
        parts.add(ascii("--" + boundary + "--\r\n"));
        String path = "/dicomweb/studies";
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", authorization())
                .header("Content-Type", "multipart/related; type=\"application/dicom\"; boundary=" + boundary)
                .header("Accept", "application/dicom+json")
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofByteArrays(parts))
                .build();
        send("POST", path, request);
    }

    private HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + "/api/v1" + path)).timeout(Duration.ofSeconds(60));
        return token.isEmpty() ? builder : builder.header("Authorization", authorization());
    }

    private static JsonNode send(String method, String path, HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new Refused(method, path, response.statusCode(), response.body());
        }
        return response.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(response.body());
    }

    private static HttpRequest.BodyPublisher publisher(JsonNode body) {
        return BodyPublishers.ofString(body.toString());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
