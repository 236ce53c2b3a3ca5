package org.huizhen.server.audit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every action that an audit row may name, as {@code actions.txt} lists them. The web client has words for each of them in
 * every language, and the tests of both sides read the same list.
 */
final class AuditActions {
    private static final Set<String> KNOWN = read();

    private AuditActions() {}

    static boolean known(String action) {
        return KNOWN.contains(action);
    }

    private static Set<String> read() {
        try (InputStream list = AuditActions.class.getResourceAsStream("actions.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
