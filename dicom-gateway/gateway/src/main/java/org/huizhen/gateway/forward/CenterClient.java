package org.huizhen.gateway.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.huizhen.config.CertificatePin;
import org.huizhen.config.Secret;

/** HTTP calls to one center, as JSON or as a store request. HTTP/1.1: several connections, each with its own window. */
public final class CenterClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(30);
    /** A body of which nothing was taken for so long, or an answer that is late by so much, is given up. */
    private static final Duration STALL = Duration.ofSeconds(90);

    private final URI url;
    private final Optional<Secret> token;
    private final HttpClient http;
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong sentBytes = new AtomicLong();

    /** @param certificatePin the only key to trust; empty: what the JDK trusts */
    public CenterClient(URI url, Optional<Secret> token, Optional<String> certificatePin) {
        this(url, token, builder(certificatePin));
    }

    CenterClient(URI url, Optional<Secret> token, HttpClient.Builder builder) {
        this.url = url;
        this.token = token;
        this.http = builder.version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .build();
    }

    private static HttpClient.Builder builder(Optional<String> pin) {
        HttpClient.Builder builder = HttpClient.newBuilder();
        pin.ifPresent(value -> builder.sslContext(CertificatePin.clientContext(value)));
        return builder;
    }

    /** Bytes of store bodies handed to the network so far, as they travel. */
    public long sentBytes() {
        return sentBytes.get();
    }

    JsonNode get(String path) {
        return call(request(path).timeout(CALL).GET().build());
    }

    JsonNode post(String path, JsonNode body) {
        return call(request(path)
                .timeout(CALL)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private JsonNode call(HttpRequest request) {
        HttpResponse<String> response = await(send(request), new Progress(InputStream.nullInputStream()), CALL);
        if (response.statusCode() / 100 != 2) {
            throw failure(response);
        }
        try {
            return json.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new CenterException(CenterException.Kind.TRANSIENT, "not-json", Duration.ZERO, e);
        }
    }

    /**
     * STOW-RS.
     *
     * @throws CenterException unless the center answered for each instance
     * @throws UncheckedIOException when the body itself could not be read: no fault of the line
     */
    public StowAnswer store(StowBody body) {
        Progress progress = new Progress(body.open());
        HttpRequest.Builder builder = request("/dicomweb/studies")
                .header("Content-Type", body.contentType())
                .header("Accept", "application/dicom+json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> progress));
        if (body.compressed()) {
            builder.header("Content-Encoding", "zstd");
        }
        HttpResponse<String> response = await(send(builder.build()), progress, STALL);
        int status = response.statusCode();
        if (status == 200 || status == 202 || status == 409) {
            return StowAnswer.parse(response.body())
                    .orElseThrow(() -> new CenterException(CenterException.Kind.TRANSIENT, "http-" + status));
        }
        throw failure(response);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + path));
        token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret.reveal()));
        return builder;
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> await(
            CompletableFuture<HttpResponse<String>> response, Progress progress, Duration stall) {
        try {
            while (true) {
                try {
                    return response.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    if (System.nanoTime() - progress.last > stall.toNanos()) {
                        response.cancel(true);
                        throw new CenterException(CenterException.Kind.TRANSIENT, "stalled", Duration.ZERO, e);
                    }
                }
            }
        } catch (ExecutionException e) {
            if (progress.unreadable != null) {
                throw new UncheckedIOException("the body cannot be read", progress.unreadable);
            }
            if (e.getCause() instanceof IOException || e.getCause() instanceof UncheckedIOException) {
                throw new CenterException(
                        CenterException.Kind.TRANSIENT, reason(e.getCause()), Duration.ZERO, e.getCause());
            }
            throw new IllegalStateException("the HTTP client failed", e.getCause());
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new CenterException(CenterException.Kind.TRANSIENT, "stopping", Duration.ZERO, e);
        }
    }

    private static String reason(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof javax.net.ssl.SSLException) {
                return "certificate";
            }
        }
        return "unreachable";
    }

    private static CenterException failure(HttpResponse<String> response) {
        int status = response.statusCode();
        CenterException.Kind kind = switch (status) {
            case 401, 403 -> CenterException.Kind.UNAUTHORIZED;
            case 400, 404, 409, 410, 411, 413, 414, 415, 422 -> CenterException.Kind.REFUSED;
            default -> CenterException.Kind.TRANSIENT;
        };
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
        return new CenterException(kind, "http-" + status, retryAfter, null);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** Passes a body on and notes when some of it was last taken. */
    private final class Progress extends InputStream {
        private final InputStream in;
        private volatile long last = System.nanoTime();
        private volatile IOException unreadable;

        Progress(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read;
            try {
                read = in.read(target, offset, length);
            } catch (IOException e) {
                unreadable = e;
                throw e;
            } catch (UncheckedIOException e) {
                unreadable = e.getCause();
                throw e;
            }
            last = System.nanoTime();
            sentBytes.addAndGet(Math.max(0, read));
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
