package org.huizhen.gateway.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the lines of a state log add up to. */
record Restore(Set<Long> sent, Map<Long, String> refused, Set<Long> released, List<Study> studies) {

    /** @param shownSince studies without a newer instance are left out */
    static Restore parse(List<String> lines, Instant shownSince) {
        Set<Long> sent = new HashSet<>();
        Map<Long, String> refused = new HashMap<>();
        Set<Long> released = new HashSet<>();
        Map<String, Study> studies = new LinkedHashMap<>();
        for (String line : lines) {
            String[] word = line.split(" ", 3);
            switch (line.charAt(0)) {
                case 'S' -> sent.add(Long.valueOf(word[1]));
                case 'R' -> refused.put(Long.valueOf(word[1]), word.length > 2 ? word[2] : "");
                case 'X' -> released.add(Long.valueOf(word[1]));
                case 'T' ->
                    StudyLine.read(line)
                            .filter(study -> !study.lastReceivedAt.isBefore(shownSince))
                            .ifPresent(study -> studies.put(study.uid, study));
                default -> {
                    // a line of a newer version: nothing that this one would have to know
                }
            }
        }
        return new Restore(sent, refused, released, new ArrayList<>(studies.values()));
    }
}
