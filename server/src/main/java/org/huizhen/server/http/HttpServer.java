package org.huizhen.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JavalinJackson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Javalin on Jetty: for every route authenticate, check the role, call, and turn refusals into problem documents. */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final String ACTOR = "huizhen.actor";
    private static final long LARGEST_JSON_BODY = 1 << 20;

    private final Javalin javalin;
    private final Problem problem;
    private final Access access;
    private final List<Authentication> authentications;

    /** Builds the server; nothing listens before {@link #start}. {@code extra} adds connectors, files and filters. */
    public HttpServer(
            Routes routes,
            Access access,
            List<Authentication> authentications,
            ObjectMapper json,
            java.util.function.Consumer<JavalinConfig> extra) {
        this.problem = new Problem(json);
        this.access = access;
        this.authentications = List.copyOf(authentications);
        this.javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = LARGEST_JSON_BODY;
            config.http.prefer405over404 = true;
            config.http.generateEtags = false;
            config.jsonMapper(new JavalinJackson(json, true));
            routes.all()
                    .forEach(route -> config.routes.addHttpHandler(
                            route.method(), route.path(), context -> answer(context, route)));
            config.routes.exception(Exception.class, this::refuse);
            extra.accept(config);
        });
    }

    public void start(String address, int port) {
        javalin.start(address, port);
    }

    public int port() {
        return javalin.port();
    }

    /** Stops accepting, lets running requests end (Jetty's stop timeout), closes. */
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
        route.handler().handle(context, actor);
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
        problem.write(context, refusal(thrown, context), locale);
    }

    private static ApiException refusal(Exception thrown, Context context) {
        return switch (thrown) {
            case ApiException refusal -> refusal;
            case JsonMappingException mapping -> {
                String field = mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."));
                yield ApiException.invalid(field, "unreadable", mapping.getOriginalMessage());
            }
            case JsonProcessingException ignored -> ApiException.invalid("", "no-json", "JSON");
            case HttpResponseException http ->
                switch (http.getStatus()) {
                    case 404 -> new ApiException(ErrorCode.NOT_FOUND);
                    case 405 -> new ApiException(ErrorCode.METHOD_NOT_ALLOWED);
                    case 413 -> new ApiException(ErrorCode.TOO_LARGE, Map.of("limit", LARGEST_JSON_BODY));
                    default -> ApiException.invalid("", "unreadable", String.valueOf(http.getMessage()));
                };
            default -> {
                String reference = UUID.randomUUID().toString().substring(0, 8);
                LOG.error("{} {} failed, reference {}", context.method(), context.path(), reference, thrown);
                yield new ApiException(ErrorCode.INTERNAL_ERROR, Map.of("reference", reference));
            }
        };
    }
}
