package org.huizhen.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/** Collects every field of a request that is at fault, so that the caller hears of all at once. */
public final class Validation {
    private final List<ApiException.FieldError> errors = new ArrayList<>();

    /** A text that must be there, within the given number of characters. */
    public Validation text(String field, String value, int minimum, int maximum) {
        if (value == null || value.isBlank()) {
            return error(field, "required", "1–" + maximum);
        }
        return length(field, value, minimum, maximum);
    }

    public Validation optionalText(String field, Optional<String> value, int maximum) {
        value.ifPresent(text -> length(field, text, 0, maximum));
        return this;
    }

    public Validation required(String field, Object value) {
        return value == null ? error(field, "required", field) : this;
    }

    public Validation error(String field, String code, String message) {
        errors.add(new ApiException.FieldError(field, code, message));
        return this;
    }

    public Validation errorIf(boolean wrong, String field, String code, String message) {
        return wrong ? error(field, code, message) : this;
    }

    /** @throws ApiException {@code invalid-request} naming every field at fault */
    public void orThrow() {
        if (!errors.isEmpty()) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, Map.of(), errors);
        }
    }

    private Validation length(String field, String value, int minimum, int maximum) {
        int length = value.strip().codePointCount(0, value.strip().length());
        return errorIf(length < minimum || length > maximum, field, "length", minimum + "–" + maximum);
    }
}
