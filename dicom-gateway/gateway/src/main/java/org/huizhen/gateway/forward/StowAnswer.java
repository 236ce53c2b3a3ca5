package org.huizhen.gateway.forward;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the center says of each instance of a store request (PS3.18 10.5.3, DICOM JSON model).
 *
 * @param stored SOP Instance UIDs that it has now
 * @param failed the others, with why
 */
public record StowAnswer(Set<String> stored, Map<String, Failure> failed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param code failure reason (0008,1197) @param word the center's stable word for it; empty from other makes */
    public record Failure(int code, String word) {

        /** The bytes are at the center, in quarantine, since the UID was taken: done, and never sent again. */
        public boolean quarantined() {
            return code == 0x0111;
        }

        /** The center cannot now: A7xx out of resources, 0110 processing failure, 0213 resource limitation. */
        public boolean passing() {
            return (code & 0xFF00) == 0xA700 || code == 0x0110 || code == 0x0213;
        }

        /** The word, or the code in hexadecimal. */
        public String reason() {
            return word.isEmpty() ? String.format("%04XH", code) : word;
        }
    }

    /** Reads the body of a store response; empty when it is none. */
    public static Optional<StowAnswer> parse(String body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (root.isArray() && !root.isEmpty()) {
            root = root.get(0);
        }
        if (!root.isObject() || !(root.has("00081198") || root.has("00081199"))) {
            return Optional.empty();
        }
        Set<String> stored = new HashSet<>();
        for (JsonNode item : root.path("00081199").path("Value")) {
            stored.add(first(item, "00081155").asText());
        }
        Map<String, Failure> failed = new HashMap<>();
        for (JsonNode item : root.path("00081198").path("Value")) {
            failed.put(
                    first(item, "00081155").asText(),
                    new Failure(
                            first(item, "00081197").asInt(0x0110),
                            first(item, "00091001").asText("")));
        }
        return Optional.of(new StowAnswer(stored, failed));
    }

    private static JsonNode first(JsonNode item, String tag) {
        return item.path(tag).path("Value").path(0);
    }
}
