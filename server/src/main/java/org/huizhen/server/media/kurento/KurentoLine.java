package org.huizhen.server.media.kurento;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.kurento.client.KurentoClient;
import org.kurento.client.MediaPipeline;
import org.kurento.client.internal.server.KurentoServerException;
import org.kurento.jsonrpc.JsonRpcErrorException;
import org.kurento.jsonrpc.message.ResponseError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the server, from its first answer until it fails. Every question has a time limit of ours. */
final class KurentoLine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KurentoLine.class);
    private static final Duration FAREWELL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    /** A server that is another major version speaks otherwise. */
    private static final String VERSION = "7.";

    private final SingleLine socket;
    private final KurentoClient client;
    private final ExecutorService threads;
    private final KurentoSettings settings;
    private volatile String version = "";

    private KurentoLine(SingleLine socket, KurentoClient client, ExecutorService threads, KurentoSettings settings) {
        this.socket = socket;
        this.client = client;
        this.threads = threads;
        this.settings = settings;
    }

    /**
     * Connects and asks the first question: a server that answers 404, or accepts and is silent, gives a client like any other.
     *
     * @param gone told when the line breaks later
     * @throws KurentoLost unless it answered as Kurento 7 does
     */
    static KurentoLine open(KurentoSettings settings, ExecutorService threads, Runnable gone) {
        URI uri = settings.uri();
        SingleLine socket = new SingleLine(uri.toString(), gone);
        socket.setConnectionTimeout((int) settings.connect().toMillis());
        // The limits of calls are ours and shorter.
        socket.setRequestTimeout(LONGEST.toMillis());
        try {
            KurentoClient client = within(threads, settings.connect(), () -> {
                socket.establish();
                return KurentoClient.createFromJsonRpcClientHonoringClientTimeouts(socket);
            });
            KurentoLine line = new KurentoLine(socket, client, threads, settings);
            line.version = within(
                    threads,
                    settings.connect(),
                    () -> client.getServerManager().getInfo().getVersion());
            if (!line.version.startsWith(VERSION)) {
                throw new KurentoLost("is version " + line.version + " instead of " + VERSION + "x", null);
            }
            return line;
        } catch (KurentoServerException e) {
            socket.end();
            throw new KurentoLost("does not say what it is: " + e.getServerMessage(), e);
        } catch (RuntimeException e) {
            socket.end();
            throw e;
        }
    }

    KurentoClient client() {
        return client;
    }

    String version() {
        return version;
    }

    boolean up() {
        return socket.up();
    }

    /** @throws KurentoLost when there is no answer in time */
    void probe() {
        call(() -> client.getServerManager().getInfo());
    }

    /**
     * Asks the server.
     *
     * @throws KurentoServerException its refusal
     * @throws KurentoLost when there is no answer in time, or no line
     */
    <T> T call(Callable<T> question) {
        return call(settings.request(), question);
    }

    <T> T call(Duration limit, Callable<T> question) {
        if (!socket.up()) {
            throw new KurentoLost("the line is gone", null);
        }
        return within(threads, limit, question);
    }

    void tell(Runnable question) {
        call(() -> {
            question.run();
            return null;
        });
    }

    private static <T> T within(ExecutorService threads, Duration limit, Callable<T> question) {
        Future<T> answer = threads.submit(question);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new KurentoLost("no answer within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new KurentoLost("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KurentoServerException refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof JsonRpcErrorException refusal) {
                throw new KurentoServerException(refusal.getError());
            }
            throw new KurentoLost(words(e.getCause()), e.getCause());
        }
    }

    /** The innermost reason: the client wraps it two or three times. */
    private static String words(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && reason.getCause() != reason) {
            reason = reason.getCause();
        }
        return reason.getClass().getSimpleName() + (reason.getMessage() == null ? "" : ": " + reason.getMessage());
    }

    /**
     * Creates and names in one transaction of the server. By hand: the client carries out setters with a transaction outside of it
     * (it looks for the transaction in the first argument, where setters have it last).
     */
    MediaPipeline makePipeline(String name) {
        JsonObject create = new JsonObject();
        create.addProperty("type", "MediaPipeline");
        create.add("constructorParams", new JsonObject());
        create.add("properties", new JsonObject());
        JsonObject named = new JsonObject();
        named.addProperty("name", name);
        JsonObject naming = new JsonObject();
        naming.addProperty("object", "newref:0");
        naming.addProperty("operation", "setName");
        naming.add("operationParams", named);
        JsonArray operations = new JsonArray();
        operations.add(operation(0, "create", create));
        operations.add(operation(1, "invoke", naming));
        JsonObject params = new JsonObject();
        params.add("operations", operations);
        JsonElement answer = call(() -> socket.sendRequest("transaction", params, JsonElement.class));
        for (JsonElement step : answer.getAsJsonObject().getAsJsonArray("value")) {
            if (step.getAsJsonObject().has("error")) {
                JsonObject error = step.getAsJsonObject().getAsJsonObject("error");
                throw new KurentoServerException(new ResponseError(
                        error.get("code").getAsInt(), error.get("message").getAsString()));
            }
        }
        String id = answer.getAsJsonObject()
                .getAsJsonArray("value")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("result")
                .get("value")
                .getAsString();
        return client.getById(id, MediaPipeline.class);
    }

    private static JsonObject operation(int id, String method, JsonObject params) {
        JsonObject operation = new JsonObject();
        operation.addProperty("id", id);
        operation.addProperty("method", method);
        operation.add("params", params);
        operation.addProperty("jsonrpc", "2.0");
        return operation;
    }

    /** Says farewell, so that the server frees the session at once, and ends the client's threads. */
    @Override
    public void close() {
        if (socket.up()) {
            try {
                within(threads, FAREWELL, this::sayFarewell);
            } catch (RuntimeException e) {
                LOG.debug("the media server took no farewell", e);
            }
        }
        socket.end();
    }

    private Void sayFarewell() throws IOException {
        socket.sendRequest("closeSession");
        return null;
    }
}
