package org.huizhen.server.identity;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.http.Authentication;
import org.huizhen.server.http.ClientAddress;
import org.huizhen.server.http.Language;

/**
 * Knows people by their session: {@code Authorization: Bearer} of API clients, the cookie of browsers. Writes by cookie
 * need our header, which no form can send, and an Origin that is ours.
 */
final class SessionAuthentication implements Authentication {
    static final String COOKIE = "huizhen_session";
    static final String CLIENT_HEADER = "X-Huizhen-Client";
    private static final Set<HandlerType> SAFE = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    /** What somebody may do before the first password of their own. */
    private static final Set<String> OWN_ACCOUNT =
            Set.of("GET /api/v1/me", "DELETE /api/v1/session", "POST /api/v1/session/password");

    private final SignIn signIn;
    private final URI publicUrl;

    SessionAuthentication(SignIn signIn, URI publicUrl) {
        this.signIn = signIn;
        this.publicUrl = publicUrl;
    }

    @Override
    public Optional<Actor> authenticate(Context context) {
        String address = ClientAddress.of(context);
        boolean ownAccount = OWN_ACCOUNT.contains(context.method() + " " + context.path());
        String authorization = context.header("Authorization");
        if (authorization != null) {
            if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
                return Optional.empty();
            }
            return signIn.byToken(
                            authorization.substring(7).strip(), false, address, Language.asked(context), ownAccount)
                    .map(person -> person);
        }
        String cookie = context.cookie(COOKIE);
        if (cookie == null) {
            return Optional.empty();
        }
        if (!SAFE.contains(context.method())) {
            requireOurOwnPage(context);
        }
        return signIn.byToken(cookie, true, address, Language.asked(context), ownAccount)
                .map(person -> person);
    }

    /** @throws ApiException {@code forged-origin} */
    void requireOurOwnPage(Context context) {
        if (!"web".equals(context.header(CLIENT_HEADER)) || !ours(context)) {
            throw new ApiException(ErrorCode.FORGED_ORIGIN);
        }
    }

    private boolean ours(Context context) {
        String origin = context.header("Origin");
        if (origin == null) {
            return false;
        }
        String authority = origin.replaceFirst("^https?://", "");
        return authority.equals(publicUrl.getRawAuthority()) || authority.equals(context.header("Host"));
    }
}
