package org.huizhen.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.stream.Collectors;
import org.huizhen.config.ConfigException;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.http.ErrorMessages;

/** What the command line says of a failure: words and what to do, never a stack trace. */
final class FailureWords {
    private FailureWords() {}

    static String of(Exception failure) {
        return switch (failure) {
            case ConfigException config -> config.getMessage();
            case ApiException refusal -> "huizhen: " + refused(refusal);
            case UncheckedIOException io when io.getCause() instanceof FileSystemException -> "huizhen: " + ofFile(io);
            case IOException io -> "huizhen: " + io;
            default -> "huizhen: " + plain(failure);
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

    /** An {@link FileSystemException} tells only the file's name; its class tells what is wrong with it. */
    private static String ofFile(UncheckedIOException failure) {
        return failure.getMessage() + ": " + failure.getCause();
    }

    private static String plain(Exception failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
