package org.huizhen.server.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import io.javalin.util.JavalinBindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ServerConnector;
import org.huizhen.config.ConfigException;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Javalin on Jetty: for every route authenticate, check the role, call, and turn refusals into problem documents. */
public final class HttpServer implements AutoCloseable {
    private static final Logger REQUESTS = LoggerFactory.getLogger("huizhen.requests");
    private static final String ACTOR = "huizhen.actor";
    static final long LARGEST_JSON_BODY = 1 << 20;
    private static final int SMALL_BODY = 1 << 16;
    private static final long STOP_MILLIS = 10_000;

    private final Javalin javalin;
    private final Problem problem;
    private final Access access;
    private final List<Authentication> authentications;
    private final Idempotency idempotency;
    private final List<ServerConnector> connectors = new ArrayList<>();

    /** Builds the server; nothing listens before {@link #start}. */
    public HttpServer(
            Routes routes,
            Access access,
            List<Authentication> authentications,
            ObjectMapper json,
            Database database,
            HttpSetup setup) {
        this.problem = new Problem(json);
        this.access = access;
        this.authentications = List.copyOf(authentications);
        this.idempotency = new Idempotency(database);
        SecurityHeaders headers = new SecurityHeaders(setup.tls().isPresent(), setup.connectSources());
        ClientAddress addresses = new ClientAddress(setup.trustedProxies());
        this.javalin = Javalin.create(config -> {
            configure(config, json, setup);
            config.routes.before(context -> {
                addresses.note(context);
                headers.add(context);
                takeSmallBody(context);
            });
            routes.all()
                    .forEach(route -> config.routes.addHttpHandler(
                            route.method(), route.path(), context -> answer(context, route)));
            setup.webDirectory().ifPresent(folder -> {
                WebFiles files = new WebFiles(folder, headers);
                config.routes.addHttpHandler(HandlerType.GET, "/", files::answer);
                config.routes.addHttpHandler(HandlerType.GET, "/<path>", files::answer);
            });
            config.routes.exception(Exception.class, this::refuse);
            // Javalin has an answer of its own for these, which would win over the general one.
            config.routes.exception(HttpResponseException.class, this::refuse);
        });
    }

    private void configure(JavalinConfig config, ObjectMapper json, HttpSetup setup) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = LARGEST_JSON_BODY;
        config.http.prefer405over404 = true;
        config.http.generateEtags = false;
        config.http.compressionStrategy = compression();
        config.jsonMapper(new JavalinJackson(json, true));
        config.requestLogger.http(HttpServer::log);
        config.jetty.addConnector((server, base) -> {
            Connector connector = Connectors.of(server, base, setup);
            connectors.add((ServerConnector) connector);
            return connector;
        });
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(STOP_MILLIS);
            server.setHandler(new Dribblers());
        });
    }

    /**
     * Takes a small JSON body before anything is decided: an answer that overtakes the body makes Jetty close the connection, and the
     * close may overtake the answer.
     */
    private static void takeSmallBody(Context context) {
        int length = context.contentLength();
        String type = context.contentType();
        if (length > 0 && length <= SMALL_BODY && type != null && type.startsWith("application/json")) {
            context.bodyAsBytes();
        }
    }

    /** Text and JSON only: images are compressed already or answer in parts. */
    private static CompressionStrategy compression() {
        CompressionStrategy strategy = new CompressionStrategy(null, new Gzip(5));
        List<String> excluded = new ArrayList<>(strategy.getExcludedMimeTypes());
        excluded.addAll(List.of("application/dicom", "multipart/related", "application/octet-stream"));
        strategy.setExcludedMimeTypes(List.copyOf(excluded));
        return strategy;
    }

    /** @throws ConfigException when the port cannot be had */
    public void start() {
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw new ConfigException("http.port cannot be had: " + e.getMessage(), e);
        }
    }

    public int port() {
        return connectors.getFirst().getLocalPort();
    }

    /** Removes kept answers that have had their day; a periodic job. */
    public void pruneIdempotencyKeys() {
        idempotency.prune();
    }

    /** Stops accepting, lets running requests end (10 s at most), closes. */
    @Override
    public void close() {
        javalin.stop();
    }

    private void answer(Context context, Route route) throws Exception {
        if (route.permission().isEmpty()) {
            route.handler().handle(context, null);
            return;
        }
        Actor actor = authenticate(context);
        context.attribute(ACTOR, actor);
        access.requireRole(actor, route.permission().get());
        idempotency.run(context, actor, route.handler());
    }

    private Actor authenticate(Context context) {
        for (Authentication authentication : authentications) {
            Optional<Actor> actor = authentication.authenticate(context);
            if (actor.isPresent()) {
                return actor.get();
            }
        }
        throw new ApiException(ErrorCode.UNAUTHENTICATED);
    }

    private void refuse(Exception thrown, Context context) {
        Actor actor = context.attribute(ACTOR);
        Locale locale = actor instanceof Actor.Person person ? person.locale() : Language.of(context);
        problem.write(context, Refusals.of(thrown, context), locale);
    }

    /** The route's pattern, not the path: ids of patients are no business of a log. */
    private static void log(Context context, Float millis) {
        REQUESTS.atDebug().log(
                () -> context.method() + " " + pattern(context) + " " + context.statusCode() + " " + millis + " ms");
    }

    private static String pattern(Context context) {
        var endpoints = context.endpoints().list();
        return endpoints.isEmpty() ? "-" : endpoints.getLast().path;
    }
}
