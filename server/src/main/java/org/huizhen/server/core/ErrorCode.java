package org.huizhen.server.core;

/**
 * Every refusal of the API: a stable slug (the problem's {@code type}, RFC 9457) and its HTTP status. Titles and details
 * in the caller's language are in {@code messages/errors_*.properties}, key {@code <slug>.title} and {@code <slug>.detail}.
 */
public enum ErrorCode {
    INVALID_REQUEST("invalid-request", 400),
    UNAUTHENTICATED("unauthenticated", 401),
    WRONG_CREDENTIALS("wrong-credentials", 401),
    SESSION_EXPIRED("session-expired", 401),
    NOT_ALLOWED("not-allowed", 403),
    PASSWORD_CHANGE_REQUIRED("password-change-required", 403),
    FORGED_ORIGIN("forged-origin", 403),
    SAME_PERSON("same-person", 403),
    NOT_FOUND("not-found", 404),
    METHOD_NOT_ALLOWED("method-not-allowed", 405),
    NOT_ACCEPTABLE("not-acceptable", 406),
    CONFLICT("conflict", 409),
    WRONG_STATE("wrong-state", 409),
    ALREADY_CLAIMED("already-claimed", 409),
    NOT_CLAIMED("not-claimed", 409),
    UNMATCHED_PATIENT("unmatched-patient", 409),
    DECISION_REQUIRED("decision-required", 409),
    REPORT_STANDS("report-stands", 409),
    INCOMPLETE_STUDY("incomplete-study", 409),
    WASTE_IMAGES("waste-images", 409),
    ITEM_REQUIRED("item-required", 409),
    SAFETY_CHECK("safety-check", 422),
    OPEN_CRITICAL_FINDINGS("open-critical-findings", 409),
    QUARANTINED("quarantined", 409),
    IDEMPOTENCY_MISMATCH("idempotency-mismatch", 409),
    GONE("gone", 410),
    STALE_VERSION("stale-version", 412),
    TOO_LARGE("too-large", 413),
    UNSUPPORTED_MEDIA_TYPE("unsupported-media-type", 415),
    LOCKED_OUT("locked-out", 429),
    TOO_MANY_REQUESTS("too-many-requests", 429),
    INTERNAL_ERROR("internal-error", 500),
    UNAVAILABLE("unavailable", 503),
    FONTS_MISSING("fonts-missing", 503),
    OUT_OF_SPACE("out-of-space", 507);

    private final String slug;
    private final int status;

    ErrorCode(String slug, int status) {
        this.slug = slug;
        this.status = status;
    }

    public String slug() {
        return slug;
    }

    public int status() {
        return status;
    }
}
