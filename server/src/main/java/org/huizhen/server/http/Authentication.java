package org.huizhen.server.http;

import io.javalin.http.Context;
import java.util.Optional;
import org.huizhen.server.core.Actor;

/** Finds out who sent a request: sessions of people, tokens of gateways. The first that knows the sender wins. */
@FunctionalInterface
public interface Authentication {
    /**
     * Empty when the request carries nothing this kind of authentication knows.
     *
     * @throws org.huizhen.server.core.ApiException when it carries something that is no longer valid
     */
    Optional<Actor> authenticate(Context context);
}
