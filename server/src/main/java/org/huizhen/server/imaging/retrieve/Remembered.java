package org.huizhen.server.imaging.retrieve;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A bounded memory of facts that never change; the least used go first. For any number of threads. */
final class Remembered<K, V> {
    private final Map<K, V> map;

    Remembered(int most) {
        this.map = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        });
    }

    Optional<V> find(K key) {
        return Optional.ofNullable(map.get(key));
    }

    void keep(K key, V value) {
        map.put(key, value);
    }
}
