package org.huizhen.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Repeated measurements of one thing, in seconds. */
final class Samples {
    private final List<Double> seconds = new ArrayList<>();

    void add(double value) {
        seconds.add(value);
    }

    List<Double> seconds() {
        return List.copyOf(seconds);
    }

    boolean isEmpty() {
        return seconds.isEmpty();
    }

    double median() {
        List<Double> sorted = new ArrayList<>(seconds);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return Collections.min(seconds);
    }

    double most() {
        return Collections.max(seconds);
    }
}
