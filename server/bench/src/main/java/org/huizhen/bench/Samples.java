package org.huizhen.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Repeated measurements of one thing. */
final class Samples {
    private final List<Double> samples = new ArrayList<>();

    void add(double value) {
        samples.add(value);
    }

    List<Double> samples() {
        return List.copyOf(samples);
    }

    double median() {
        List<Double> sorted = new ArrayList<>(samples);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double least() {
        return Collections.min(samples);
    }

    double most() {
        return Collections.max(samples);
    }
}
