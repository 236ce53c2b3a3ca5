package org.huizhen.config;

import java.util.List;
import java.util.Optional;

/**
 * What reading a configuration file gave: the settings, or every problem of the file.
 *
 * @param value present exactly when there are no problems
 */
public record Loaded<T>(Optional<T> value, List<Problem> problems) {

    public Loaded {
        problems = List.copyOf(problems);
    }

    public boolean valid() {
        return value.isPresent();
    }

    /**
     * Gives the settings.
     *
     * @throws ConfigException when the file has problems; the message lists each on a line
     */
    public T orThrow() {
        return value.orElseThrow(() -> new ConfigException(problems));
    }
}
