package org.huizhen.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.huizhen.config.ConfigException;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.http.ErrorMessages;

/** What the command line says of a failure: words and what to do, never a stack trace. */
final class FailureWords {
    private FailureWords() {}

    static String of(Exception failure) {
        if (failure instanceof ConfigException) {
            return failure.getMessage();
        }
        return "huizhen: "
                + switch (failure) {
                    case ApiException refusal -> refused(refusal);
                    case UncheckedIOException io -> io.getMessage() + ": " + io.getCause();
                    case IOException io -> io.toString();
                    default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
                };
    }

    private static String refused(ApiException refusal) {
        ErrorMessages words = new ErrorMessages();
        String fields = refusal.errors().stream()
                .map(error -> error.field() + ": " + error.code() + " (" + error.message() + ")")
                .collect(Collectors.joining("; "));
        return words.title(refusal.code(), Locale.ENGLISH) + ": "
                + (fields.isEmpty() ? words.detail(refusal.code(), Locale.ENGLISH, refusal.values()) : fields);
    }
}
