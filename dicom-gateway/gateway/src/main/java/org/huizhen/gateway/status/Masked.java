package org.huizhen.gateway.status;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Names as they may stand on a screen in a corridor. */
final class Masked {
    private Masked() {}

    /** The first character of an ideographic name, the first letter of each part of another: 张*, W*** X***. */
    static String name(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty()) {
            return "";
        }
        if (Character.isIdeographic(stripped.codePointAt(0))) {
            int first = Character.charCount(stripped.codePointAt(0));
            return stripped.substring(0, first)
                    + "*".repeat(Math.max(1, stripped.codePointCount(first, stripped.length())));
        }
        return Arrays.stream(stripped.split("\\s+"))
                .map(part -> part.substring(0, Character.charCount(part.codePointAt(0))) + "***")
                .collect(Collectors.joining(" "));
    }
}
