package org.huizhen.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name somebody probably meant. */
final class Nearest {
    private Nearest() {}

    /** A sentence that names the nearest candidate, or all of them where none is near. */
    static String suggest(String written, Collection<String> candidates) {
        Optional<String> nearest = candidates.stream().min(Comparator.comparingInt(name -> distance(written, name)));
        if (nearest.isPresent() && distance(written, nearest.get()) <= Math.max(2, written.length() / 3)) {
            return "Did you mean '" + nearest.get() + "'?";
        }
        return candidates.isEmpty() ? "Remove it" : "Write one of: " + String.join(", ", candidates);
    }

    /** Levenshtein distance, upper and lower case alike. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
