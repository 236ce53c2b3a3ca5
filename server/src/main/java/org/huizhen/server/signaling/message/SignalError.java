package org.huizhen.server.signaling.message;

/** The stable error codes of {@code huizhen.v1}; {@code retryable} says whether the same message may succeed later. */
public enum SignalError {
    INVALID_REQUEST("invalid-request", false),
    UNAUTHENTICATED("unauthenticated", false),
    TOKEN_EXPIRED("token-expired", true),
    NO_RESOURCES("no-resources", true),
    TOO_MANY_REQUESTS("too-many-requests", true),
    TOO_LARGE("too-large", false),
    SLOW_CONSUMER("slow-consumer", true),
    UNSUPPORTED_VERSION("unsupported-version", false),
    UNAVAILABLE("unavailable", true);

    private final String slug;
    private final boolean retryable;

    SignalError(String slug, boolean retryable) {
        this.slug = slug;
        this.retryable = retryable;
    }

    public String slug() {
        return slug;
    }

    public boolean retryable() {
        return retryable;
    }
}
