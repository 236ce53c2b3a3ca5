package org.huizhen.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.huizhen.demo.SampleStudy.Stage;
import org.huizhen.demo.SampleStudy.Wording;

/** Brings the sample studies' reading requests to their stages, as the people of the demo would. */
final class ReadingSeed {
    private final Rest reader;
    private final Rest reviewer;
    private final Rest technician2;

    ReadingSeed(Rest reader, Rest reviewer, Rest technician2) {
        this.reader = reader;
        this.reviewer = reviewer;
        this.technician2 = technician2;
    }

    /** Goes on from whatever state the requests are in. */
    void run(List<SampleStudy> studies) throws IOException, InterruptedException {
        Map<String, String> studyIds = new HashMap<>();
        for (JsonNode study : reader.list("/studies")) {
            studyIds.put(
                    study.path("studyInstanceUid").asText(), study.path("id").asText());
        }
        Map<String, JsonNode> requests = new HashMap<>();
        for (JsonNode request : reader.list("/reading-requests")) {
            requests.put(request.path("study").path("studyInstanceUid").asText(), request);
        }
        Parallel.each(studies, 6, study -> {
            JsonNode request = requests.get(study.uid());
            if (request == null) {
                if (study.stage() == Stage.ARRIVED || study.place().equals(Cast.CLINIC1)) {
                    return;
                }
                request = file(study, studyIds.get(study.uid()));
            }
            advance(study, request);
        });
    }

    private JsonNode file(SampleStudy study, String studyId) throws IOException, InterruptedException {
        boolean emergency = study.stage() == Stage.EMERGENCY;
        ObjectNode draft = Rest.JSON.createObjectNode();
        draft.put("studyId", studyId)
                .put("priority", emergency ? "emergency" : "routine")
                .put("purpose", emergency ? "emergency" : "outpatient")
                .put("clinicalInfo", emergency ? "（演示）突发不适1小时，请急会诊。" : "（演示）门诊检查。");
        return technician2.post("/reading-requests", draft);
    }

    private void advance(SampleStudy study, JsonNode request) throws IOException, InterruptedException {
        String path = "/reading-requests/" + request.path("id").asText();
        String status = request.path("status").asText();
        switch (study.stage()) {
            case ARRIVED, SUBMITTED, EMERGENCY -> {}
            case CLAIMED -> {
                if (status.equals("submitted")) {
                    draft(path, study.wording());
                }
            }
            case RETURNED -> {
                if (!status.equals("returned")) {
                    claim(path, status, reader);
                    reader.post(path + "/return", reason("（演示）体位不正，请补充临床资料后重新提交。"));
                }
            }
            case WRITTEN, FINAL -> {
                if (status.equals("submitted") || status.equals("claimed")) {
                    draft(path, study.wording());
                    status =
                            reader.post(path + "/write", empty()).path("status").asText();
                }
                if (study.stage() == Stage.FINAL && status.equals("written")) {
                    reviewer.post(path + "/claim", empty());
                    reviewer.post(path + "/review", Rest.JSON.createObjectNode().put("decision", "approve"));
                }
            }
        }
    }

    private void draft(String path, Wording wording) throws IOException, InterruptedException {
        reader.post(path + "/claim", empty());
        ObjectNode content = Rest.JSON.createObjectNode();
        content.put("findings", wording.findings())
                .put("conclusion", wording.conclusion())
                .put("positive", wording.positive())
                .put("imageQuality", "A")
                .put("itemCode", wording.itemCode());
        reader.put(path + "/report", content);
    }

    private static void claim(String path, String status, Rest person) throws IOException, InterruptedException {
        if (status.equals("submitted")) {
            person.post(path + "/claim", empty());
        }
    }

    private static ObjectNode reason(String text) {
        return Rest.JSON.createObjectNode().put("reason", text);
    }

    private static ObjectNode empty() {
        return Rest.JSON.createObjectNode();
    }
}
