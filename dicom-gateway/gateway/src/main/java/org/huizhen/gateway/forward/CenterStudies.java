package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the center last said of this clinic's studies of today. */
public final class CenterStudies {

    /**
     * A study at the center.
     *
     * @param state arriving, complete or rejected
     * @param readingStatus of its reading request; empty without one
     * @param readerName who reads or signed; empty while nobody
     */
    public record CenterStudy(String state, int received, int announced, String readingStatus, String readerName) {}

    private volatile Map<String, CenterStudy> studies = Map.of();

    public Optional<CenterStudy> find(String studyInstanceUid) {
        return Optional.ofNullable(studies.get(studyInstanceUid));
    }

    void update(JsonNode list) {
        Map<String, CenterStudy> fresh = new HashMap<>();
        for (JsonNode study : list) {
            fresh.put(
                    study.path("studyInstanceUid").asText(),
                    new CenterStudy(
                            study.path("state").asText(""),
                            study.path("received").asInt(),
                            study.path("announced").asInt(),
                            study.path("readingStatus").asText(""),
                            study.path("readerName").asText("")));
        }
        studies = Map.copyOf(fresh);
    }
}
