package org.huizhen.server.imaging.gateways;

import io.javalin.http.Context;
import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Authentication;

/** Knows gateways by their bearer token; other tokens are left to the next authentication. */
final class GatewayAuthentication implements Authentication {
    private static final String SCHEME = "Bearer ";
    private final Database database;
    private final Gateways gateways;

    GatewayAuthentication(Database database, Gateways gateways) {
        this.database = database;
        this.gateways = gateways;
    }

    @Override
    public Optional<Actor> authenticate(Context context) {
        String header = context.header("Authorization");
        if (header == null || !header.startsWith(SCHEME + Tokens.PREFIX)) {
            return Optional.empty();
        }
        byte[] hash = Tokens.hash(header.substring(SCHEME.length()).strip());
        return Optional.of(database.read(handle -> gateways.byToken(handle, hash, context.ip()))
                .orElseThrow(() -> new ApiException(ErrorCode.UNAUTHENTICATED)));
    }
}
