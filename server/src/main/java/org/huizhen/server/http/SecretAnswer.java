package org.huizhen.server.http;

import io.javalin.http.Context;

/** Marks answers that carry something shown only once: neither browsers, proxies nor we ourselves keep them. */
public final class SecretAnswer {
    private SecretAnswer() {}

    public static void mark(Context context) {
        context.header("Cache-Control", "no-store");
        Idempotency.markSecret(context);
    }
}
