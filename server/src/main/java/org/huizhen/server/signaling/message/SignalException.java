package org.huizhen.server.signaling.message;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A refusal of one message. {@code detail} names field and expectation, never patient data or what was sent. */
public final class SignalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final SignalError error;
    private final Long messageId;
    private final transient Duration retryAfter;

    public SignalException(SignalError error, String detail) {
        this(error, detail, null, null);
    }

    private SignalException(SignalError error, String detail, Long messageId, Duration retryAfter) {
        super(detail, null, false, false);
        this.error = error;
        this.messageId = messageId;
        this.retryAfter = retryAfter;
    }

    public SignalException ofMessage(long id) {
        return new SignalException(error, getMessage(), id, retryAfter);
    }

    public SignalException retryAfter(Duration wait) {
        return new SignalException(error, getMessage(), messageId, wait);
    }

    public SignalError error() {
        return error;
    }

    /** The message at fault, where its id could be read. */
    public OptionalLong messageId() {
        return messageId == null ? OptionalLong.empty() : OptionalLong.of(messageId);
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
