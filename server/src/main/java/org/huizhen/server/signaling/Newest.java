package org.huizhen.server.signaling;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.huizhen.server.signaling.message.Text;

/**
 * Messages of which only the newest under its key matters: while the peer is busy with what came before, a newer one takes
 * the place of one that waits. Any thread may put, one takes.
 */
final class Newest {
    private final Map<String, Text> waiting = new ConcurrentHashMap<>(0);

    /** True when nothing of that key waited: somebody has to take it. */
    boolean put(String key, Text text) {
        return waiting.put(key, text) == null;
    }

    void take(Consumer<Text> send) {
        for (String key : waiting.keySet()) {
            Text text = waiting.remove(key);
            if (text != null) {
                send.accept(text);
            }
        }
    }
}
