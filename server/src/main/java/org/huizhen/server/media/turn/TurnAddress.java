package org.huizhen.server.media.turn;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A STUN or TURN URI (RFC 7064, RFC 7065), for example {@code turns:turn.example:443?transport=tcp}. */
record TurnAddress(boolean relays, boolean tls, boolean tcp, String host, int port) {
    private static final Pattern URI = Pattern.compile(
            "(stuns?|turns?):(\\[[0-9a-fA-F:.]+]|[^:?/@\\[\\]]+)(?::(\\d{1,5}))?(?:\\?transport=(udp|tcp))?");
    private static final int PORT = 3478;
    private static final int TLS_PORT = 5349;

    /** Empty for anything else. */
    static Optional<TurnAddress> parse(String uri) {
        Matcher found = URI.matcher(uri.toLowerCase(Locale.ROOT));
        if (!found.matches()) {
            return Optional.empty();
        }
        String scheme = found.group(1);
        boolean tls = scheme.endsWith("s");
        String host = found.group(2).replaceAll("[\\[\\]]", "");
        int port = found.group(3) == null ? (tls ? TLS_PORT : PORT) : Integer.parseInt(found.group(3));
        if (port == 0 || port > 65_535) {
            return Optional.empty();
        }
        return Optional.of(
                new TurnAddress(scheme.startsWith("turn"), tls, tls || "tcp".equals(found.group(4)), host, port));
    }
}
