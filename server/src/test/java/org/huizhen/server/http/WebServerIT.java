package org.huizhen.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebServerIT {
    private static TestServer server;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/worklist", "/patients/1/history", "/index.html"})
    void pagesAnswerTheClientWithANonceOfTheirOwn(String path) throws Exception {
        HttpResponse<String> first = get(path);
        HttpResponse<String> second = get(path);
        String policy = first.headers().firstValue("Content-Security-Policy").orElseThrow();
        String nonce = policy.replaceFirst(".*script-src 'self' 'nonce-([^']+)'.*", "$1");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.body()).contains("nonce=\"" + nonce + "\"").doesNotContain("__CSP_NONCE__");
        assertThat(policy).doesNotContain("unsafe-inline").doesNotContain("'unsafe-eval'");
        assertThat(second.body()).isNotEqualTo(first.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/nothing",
                "/api",
                "/dicomweb/nothing",
                "/assets/gone-1.js",
                "/favicon.ico",
                "/..%2f..%2fkeys.yaml",
                "/assets/..%2f..%2fkeys.yaml",
                "/health/nothing"
            })
    void whatIsNoPageIsNotFound(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("__CSP_NONCE__").doesNotContain("identityLookup");
    }

    @Test
    void hashedAssetsAreKeptForEverAndComeCompressed() throws Exception {
        HttpResponse<String> answer = get("/assets/index-1a2b3c.js", "Accept-Encoding", "gzip");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/javascript");
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertThat(get("/assets/index-1a2b3c.js", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
    }

    @Test
    void everyAnswerSaysWhatBrowsersMayDoWithIt() throws Exception {
        HttpResponse<String> answer = get("/api/v1/me");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
    }

    @Test
    void aRefusalSpeaksTheLanguageAskedFor() {
        var chinese = server.client().call("GET", "/api/v1/me", null, "Accept-Language", "zh-CN,en;q=0.5");
        var english = server.client().call("GET", "/api/v1/me", null, "Accept-Language", "en-GB");
        assertThat(chinese.status()).isEqualTo(401);
        assertThat(chinese.body().path("title").asText()).isEqualTo("未登录");
        assertThat(english.body().path("title").asText()).isEqualTo("Not signed in");
        assertThat(english.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void badJsonIsAClearRefusalThatQuotesNothing() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.base().resolve("/api/v1/session"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"username\": \"11010519491231002X\", \"wrong\": [}"))
                .build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("invalid-request").doesNotContain("11010519491231002X");
    }

    @Test
    void anUnknownFieldIsNamed() {
        var answer = server.client().post("/api/v1/session", Map.of("user", "x"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().at("/errors/0/field").asText()).isEqualTo("user");
    }

    @Test
    void aJsonBodyBeyondTheLimitIsRefused() {
        var answer = server.client().post("/api/v1/session", Map.of("username", "x".repeat(2 << 20), "password", "x"));
        assertThat(answer.status()).isEqualTo(413);
    }

    @Test
    void aMethodNobodyAnswersIsRefused() {
        var answer = server.client().call("PUT", "/api/v1/me", Map.of());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.type()).isEqualTo("method-not-allowed");
    }

    @Test
    void tellsThatItLivesAndIsReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(new ObjectMapper()
                        .readTree(ready.body())
                        .at("/checks/database")
                        .asText())
                .isEqualTo("up");
    }

    @Test
    void metricsAreForThisMachineOnly() throws Exception {
        assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes").contains("huizhen_outbox_waiting");
        assertThat(get("/metrics", "X-Forwarded-For", "10.0.0.9").statusCode()).isEqualTo(404);
    }

    @Test
    void servesTheContractItIsTestedAgainst() throws Exception {
        var contract = new ObjectMapper().readTree(get("/api/v1/openapi.json").body());
        assertThat(contract.path("openapi").asText()).startsWith("3.1");
        assertThat(contract.at("/paths/~1patients~1search/post/x-permission").asText())
                .isEqualTo("patient.read");
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.base().resolve(path));
        Optional.of(headers).filter(given -> given.length > 0).ifPresent(request::headers);
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Headers and body of a request may arrive apart: the connection is kept whatever the answer, so that no answer is lost. */
    @ParameterizedTest
    @ValueSource(ints = {5, 300, 1500})
    void anAnswerNeverOvertakesTheBodyOfItsRequest(int late) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.base().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (String path : List.of("/api/v1/no-such-thing", "/api/v1/sessions", "/api/v1/users")) {
                out.write(("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                + "Content-Length: 2\r\n\r\n{")
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.sleep(late);
                out.write('}');
                out.flush();
                List<String> head = head(in);
                assertThat(head.getFirst()).startsWith("HTTP/1.1 4").doesNotContain("408");
                assertThat(head).noneMatch(line -> line.equalsIgnoreCase("connection: close"));
            }
        }
    }

    /** Reads an answer and leaves the next one to be read. */
    private static List<String> head(BufferedReader in) throws IOException {
        List<String> lines = new ArrayList<>();
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            lines.add(line);
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        String body = "";
        while (body.getBytes(StandardCharsets.UTF_8).length < length) {
            body += (char) in.read();
        }
        return lines;
    }
}
