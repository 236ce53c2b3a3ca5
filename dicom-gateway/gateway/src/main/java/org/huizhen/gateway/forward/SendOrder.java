package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.huizhen.config.GatewaySettings.Device;
import org.huizhen.config.GatewaySettings.Priority;
import org.huizhen.gateway.spool.Urgency;

/**
 * Emergencies first. A study is as urgent as the most urgent of: what its device is set to, what the center's rules say of its
 * modality, what the center knows of its request. The center's words are those of the last heartbeat that came through, so
 * that they hold while it is out of reach.
 */
final class SendOrder implements Urgency {
    private static final int ROUTINE = Priority.ROUTINE.ordinal();

    private final Map<String, Integer> devices;
    private volatile Map<String, Integer> modalities = Map.of();
    private volatile Map<String, Integer> studies = Map.of();

    SendOrder(List<Device> devices) {
        this.devices = devices.stream()
                .collect(Collectors.toMap(
                        Device::aeTitle, device -> device.priority().ordinal(), Math::min));
    }

    /** @param answer of a heartbeat */
    void update(JsonNode answer) {
        Map<String, Integer> rules = new HashMap<>();
        answer.path("priorities").fields().forEachRemaining(rule -> rules.put(rule.getKey(), rank(rule.getValue())));
        Map<String, Integer> known = new HashMap<>();
        for (JsonNode study : answer.path("studies")) {
            known.put(study.path("studyInstanceUid").asText(), rank(study.path("priority")));
        }
        modalities = Map.copyOf(rules);
        studies = Map.copyOf(known);
    }

    @Override
    public int rank(String studyInstanceUid, String modality, Collection<String> senders) {
        int rank =
                Math.min(modalities.getOrDefault(modality, ROUTINE), studies.getOrDefault(studyInstanceUid, ROUTINE));
        for (String sender : senders) {
            rank = Math.min(rank, devices.getOrDefault(sender, ROUTINE));
        }
        return rank;
    }

    /** A word of a newer center counts as routine. */
    private static int rank(JsonNode word) {
        return switch (word.asText("").toLowerCase(Locale.ROOT)) {
            case "emergency" -> Priority.EMERGENCY.ordinal();
            case "urgent" -> Priority.URGENT.ordinal();
            default -> ROUTINE;
        };
    }
}
