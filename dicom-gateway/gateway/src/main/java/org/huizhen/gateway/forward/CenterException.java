package org.huizhen.gateway.forward;

import java.time.Duration;

/** A call of the center failed. */
public final class CenterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What to do about it. */
    public enum Kind {
        /** Not reached, or it cannot now: try again. */
        TRANSIENT,
        /** It does not know this gateway (any more): somebody must pair it again. */
        UNAUTHORIZED,
        /** It says that the request is wrong: the same request will not do better. */
        REFUSED
    }

    private final Kind kind;
    private final String reason;
    private final transient Duration retryAfter;

    CenterException(Kind kind, String reason, Duration retryAfter, Throwable cause) {
        super(reason, cause);
        this.kind = kind;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    CenterException(Kind kind, String reason) {
        this(kind, reason, Duration.ZERO, null);
    }

    public Kind kind() {
        return kind;
    }

    /** A stable word: {@code http-503}, {@code unreachable}, {@code stalled}. */
    public String reason() {
        return reason;
    }

    /** How long the center asks to wait; zero when it does not. */
    Duration retryAfter() {
        return retryAfter;
    }
}
