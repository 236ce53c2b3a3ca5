package org.huizhen.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Latencies of many operations; any thread may add. */
final class Percentiles {
    private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

    void add(double value) {
        values.add(value);
    }

    int count() {
        return values.size();
    }

    /** @param share 0…1; NaN where nothing was measured */
    double at(double share) {
        List<Double> sorted;
        synchronized (values) {
            sorted = new ArrayList<>(values);
        }
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        Collections.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.size());
        return sorted.get(Math.clamp(rank - 1L, 0, sorted.size() - 1));
    }
}
