package org.huizhen.server.http;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.access.Permission;

/** Collects the routes of all features; the tests of access and contract enumerate it. */
public final class Routes {
    private final List<Route> routes = new ArrayList<>();

    public Routes get(String path, Permission permission, ApiHandler handler) {
        return add(HandlerType.GET, path, permission, handler);
    }

    public Routes post(String path, Permission permission, ApiHandler handler) {
        return add(HandlerType.POST, path, permission, handler);
    }

    public Routes put(String path, Permission permission, ApiHandler handler) {
        return add(HandlerType.PUT, path, permission, handler);
    }

    public Routes patch(String path, Permission permission, ApiHandler handler) {
        return add(HandlerType.PATCH, path, permission, handler);
    }

    public Routes delete(String path, Permission permission, ApiHandler handler) {
        return add(HandlerType.DELETE, path, permission, handler);
    }

    /** A route without sign-in. */
    public Routes open(HandlerType method, String path, Handler handler) {
        routes.add(new Route(method, path, Optional.empty(), (context, actor) -> handler.handle(context)));
        return this;
    }

    public List<Route> all() {
        return List.copyOf(routes);
    }

    private Routes add(HandlerType method, String path, Permission permission, ApiHandler handler) {
        routes.add(new Route(method, path, Optional.of(permission), handler));
        return this;
    }
}
