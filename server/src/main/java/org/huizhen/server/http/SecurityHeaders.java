package org.huizhen.server.http;

import io.javalin.http.Context;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/** What browsers may do with our answers (quality.md, security). */
final class SecurityHeaders {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final boolean tls;
    private final Supplier<List<String>> connect;

    SecurityHeaders(boolean tls, Supplier<List<String>> connectSources) {
        this.tls = tls;
        this.connect = connectSources;
    }

    /** For every answer; pages then widen the policy with {@link #page}. */
    void add(Context context) {
        context.header("X-Content-Type-Options", "nosniff");
        context.header("X-Frame-Options", "DENY");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header(
                "Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), geolocation=()");
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        if (tls) {
            context.header("Strict-Transport-Security", "max-age=31536000");
        }
        if (context.path().startsWith("/api/")) {
            context.header("Cache-Control", "no-store");
        }
    }

    /** The policy of the web client's page: scripts and styles of ours, or with this answer's nonce. */
    String page(String nonce) {
        return "default-src 'self'; script-src 'self' 'nonce-" + nonce
                + "' 'wasm-unsafe-eval'; style-src 'self' 'nonce-"
                + nonce
                + "'; img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self'"
                + " blob:; connect-src 'self' blob: " + String.join(" ", connect.get())
                + "; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    static String nonce() {
        byte[] bytes = new byte[18];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
