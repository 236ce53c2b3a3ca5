package org.huizhen.server.signaling;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.signaling.message.Text;

/**
 * The last answers of a session by the id of the message, so that a message sent again (its answer was lost with the line)
 * is answered again and not done twice. Bounded in number and size. Not thread-safe.
 */
final class Answers {
    static final int MOST = 64;
    private static final int BYTES = 256 << 10;

    /** What to do with a message under an id. */
    sealed interface Turn {
        /** It is new: do it. */
        record Fresh() implements Turn {}

        /** It is being done; its answer will come. */
        record Running() implements Turn {}

        /** It was done. */
        record Done(Text answer) implements Turn {}

        /** Too many are being done. */
        record Full() implements Turn {}
    }

    private final Map<Long, Optional<Text>> answers = new LinkedHashMap<>(0);
    private int bytes;
    private int running;

    Turn begin(long id) {
        Optional<Text> known = answers.get(id);
        if (known != null) {
            return known.<Turn>map(Turn.Done::new).orElseGet(Turn.Running::new);
        }
        if (running >= MOST) {
            return new Turn.Full();
        }
        answers.put(id, Optional.empty());
        running++;
        return new Turn.Fresh();
    }

    void end(long id, Text answer) {
        if (answers.remove(id) == null) {
            return;
        }
        running--;
        answers.put(id, Optional.of(answer));
        bytes += answer.length();
        Iterator<Map.Entry<Long, Optional<Text>>> oldest = answers.entrySet().iterator();
        while ((answers.size() - running > MOST || bytes > BYTES) && oldest.hasNext()) {
            Optional<Text> text = oldest.next().getValue();
            if (text.isPresent()) {
                bytes -= text.get().length();
                oldest.remove();
            }
        }
    }
}
