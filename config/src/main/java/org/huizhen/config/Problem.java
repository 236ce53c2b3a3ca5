package org.huizhen.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param line line in the file, from 1; 0 where the file itself is the problem
 * @param key dotted key, for example {@code http.tls.mode}; empty where the problem is not about one key
 * @param wrong what is wrong, without secret values
 * @param instead what to write instead
 */
public record Problem(Path file, int line, String key, String wrong, String instead) {

    @Override
    public String toString() {
        return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + wrong + ". " + instead;
    }
}
