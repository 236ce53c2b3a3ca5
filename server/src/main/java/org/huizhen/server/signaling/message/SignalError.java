package org.huizhen.server.signaling.message;

/** The stable error codes of {@code huizhen.v1}; {@code retryable} says whether the same message may succeed later. */
public enum SignalError {
    INVALID_REQUEST("invalid-request", false),
    UNAUTHENTICATED("unauthenticated", false),
    TOKEN_EXPIRED("token-expired", true),
    /** Also for rooms that the asking person must not know of. */
    NO_SUCH_ROOM("no-such-room", false),
    /** Another server holds it now, or will soon: join again. */
    ROOM_MOVED("room-moved", true),
    /** Removed or refused by a moderator. */
    NOT_ADMITTED("not-admitted", false),
    NOT_ALLOWED("not-allowed", false),
    ROOM_FULL("room-full", true),
    ROOM_LOCKED("room-locked", true),
    CONSENT_REQUIRED("consent-required", true),
    AGREEMENT_REQUIRED("agreement-required", false),
    /** The offer, answer or candidate belongs to a connection or a negotiation that is over. */
    STALE_NEGOTIATION("stale-negotiation", false),
    NO_RESOURCES("no-resources", true),
    MEDIA_SERVER_LOST("media-server-lost", true),
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
