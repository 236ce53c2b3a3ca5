package org.huizhen.server.core;

import java.util.List;
import java.util.Map;

/**
 * A refusal for the caller: a code, values for its message (never patient data, never secrets), fields at fault, and
 * members to add to the problem document (RFC 9457 3.2).
 */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** One field at fault: a JSON pointer-like name, a stable code such as {@code required}, words for people. */
    public record FieldError(String field, String code, String message) {}

    private final ErrorCode code;
    private final transient Map<String, Object> values;
    private final transient List<FieldError> errors;

    public ApiException(ErrorCode code) {
        this(code, Map.of(), List.of());
    }

    /** {@code values} fill the placeholders of the message and stand as members in the problem document. */
    public ApiException(ErrorCode code, Map<String, ?> values) {
        this(code, values, List.of());
    }

    public ApiException(ErrorCode code, Map<String, ?> values, List<FieldError> errors) {
        super(code.slug() + (values.isEmpty() ? "" : " " + values.keySet()));
        this.code = code;
        this.values = Map.copyOf(values);
        this.errors = List.copyOf(errors);
    }

    public static ApiException invalid(String field, String code, String message) {
        return new ApiException(ErrorCode.INVALID_REQUEST, Map.of(), List.of(new FieldError(field, code, message)));
    }

    public ErrorCode code() {
        return code;
    }

    public Map<String, Object> values() {
        return values;
    }

    public List<FieldError> errors() {
        return errors;
    }
}
