package org.huizhen.server.http;

import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import org.huizhen.server.core.ErrorCode;

/** The words of refusals in Chinese and English; {@code {name}} in a detail is filled from the refusal's values. */
public final class ErrorMessages {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final Pattern OPEN = Pattern.compile("\\{\\w+}");
    private final ResourceBundle chinese = bundle(Locale.SIMPLIFIED_CHINESE);
    private final ResourceBundle english = bundle(Locale.ENGLISH);

    public String title(ErrorCode code, Locale locale) {
        return of(locale).getString(code.slug() + ".title");
    }

    /** The title where a value is missing: nobody is shown a placeholder. */
    public String detail(ErrorCode code, Locale locale, Map<String, Object> values) {
        String text = of(locale).getString(code.slug() + ".detail");
        for (Map.Entry<String, Object> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", String.valueOf(value.getValue()));
        }
        return OPEN.matcher(text).find() ? title(code, locale) : text;
    }

    private ResourceBundle of(Locale locale) {
        return locale.getLanguage().equals("en") ? english : chinese;
    }

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle("messages.errors", locale, NO_FALLBACK);
    }
}
