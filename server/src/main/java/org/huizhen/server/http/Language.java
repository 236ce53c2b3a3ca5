package org.huizhen.server.http;

import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;

/** The language of {@code Accept-Language}: Chinese or English. */
public final class Language {
    private Language() {}

    /** What the request prefers of the two; empty when it says nothing of either. */
    public static Optional<Locale> asked(Context context) {
        String header = context.header("Accept-Language");
        if (header == null || header.isBlank()) {
            return Optional.empty();
        }
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(header)) {
                if (range.getRange().startsWith("zh")) {
                    return Optional.of(Locale.SIMPLIFIED_CHINESE);
                }
                if (range.getRange().startsWith("en")) {
                    return Optional.of(Locale.ENGLISH);
                }
            }
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    static Locale of(Context context) {
        return asked(context).orElse(Locale.SIMPLIFIED_CHINESE);
    }
}
