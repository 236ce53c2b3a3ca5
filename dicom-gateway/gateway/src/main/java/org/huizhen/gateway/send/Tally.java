package org.huizhen.gateway.send;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of the files. Thread-safe. */
final class Tally {
    private static final int EXAMPLES = 5;

    private int sent;
    private int alreadyThere;
    private int notDicom;
    private int refused;
    private final Map<String, List<String>> refusals = new TreeMap<>();

    synchronized void sent() {
        sent++;
    }

    synchronized void alreadyThere() {
        alreadyThere++;
    }

    synchronized void notDicom() {
        notDicom++;
    }

    /** @param name the file as the caller named it */
    synchronized void refused(String name, String reason) {
        refused++;
        List<String> examples = refusals.computeIfAbsent(reason, any -> new ArrayList<>());
        if (examples.size() < EXAMPLES) {
            examples.add(name);
        }
    }

    synchronized int done() {
        return sent + alreadyThere + refused;
    }

    synchronized boolean anyRefused() {
        return refused > 0;
    }

    synchronized boolean empty() {
        return done() == 0;
    }

    synchronized String summary() {
        StringBuilder out =
                new StringBuilder("sent " + sent + ", already there " + alreadyThere + ", refused " + refused);
        if (notDicom > 0) {
            out.append(", passed over ").append(notDicom).append(" that are not DICOM");
        }
        refusals.forEach((reason, examples) ->
                out.append("\n  refused: ").append(reason).append(": ").append(String.join(", ", examples)));
        return out.toString();
    }
}
