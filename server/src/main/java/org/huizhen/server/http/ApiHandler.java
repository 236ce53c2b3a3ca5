package org.huizhen.server.http;

import io.javalin.http.Context;
import org.huizhen.server.core.Actor;

/** Answers a request of an actor whose role has already been checked for the route's permission. */
@FunctionalInterface
public interface ApiHandler {
    void handle(Context context, Actor actor) throws Exception;
}
