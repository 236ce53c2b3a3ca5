package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job over real processes: modality → gateway → center → read → sign → clinic → recognized. */
final class MainJobIT {
    @TempDir
    static Path data;

    private static DemoUnderTest demo;
    private static Rest reader;
    private static Rest reviewer;

    @BeforeAll
    static void startsTheDemo() throws IOException, InterruptedException {
        demo = DemoUnderTest.start(data);
        reader = demo.as("reader");
        reviewer = demo.as("reviewer");
    }

    @AfterAll
    static void stopsTheDemo() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    void aStudyIsReadSignedReturnedAndRecognized() throws IOException, InterruptedException {
        Sent sent = Sent.ct(data, "MJ-1", "Li^Ming=李^明", LocalDate.of(1971, 5, 6), 8);
        demo.storescu("CLINIC1_CT", sent.folder());
        JsonNode request = awaitWhole(sent.studyUid(), 8);
        String path = "/reading-requests/" + request.path("id").asText();

        assertThat(reader.post(path + "/claim", body()).path("status").asText()).isEqualTo("claimed");
        refused(409, "already-claimed", () -> demo.asUser("reader2").post(path + "/claim", body()));
        // A plain chest CT: its item follows from the study.
        ObjectNode words = report("");
        words.remove("itemCode");
        reader.put(path + "/report", words);
        assertThat(reader.post(path + "/write", body()).path("status").asText()).isEqualTo("written");
        refused(403, "same-person", () -> reader.post(path + "/review", body().put("decision", "approve")));

        reviewer.post(path + "/claim", body());
        JsonNode signed = reviewer.post(path + "/review", body().put("decision", "approve"));
        assertThat(signed.path("status").asText()).isEqualTo("final");

        JsonNode report =
                demo.as("physician").get("/reports/" + signed.path("reportId").asText());
        assertThat(report.path("conclusion").asText()).isEqualTo("右肺下叶结节，建议三个月后复查。");
        assertThat(report.path("written").path("person").path("name").asText())
                .isNotEqualTo(
                        report.path("reviewed").path("person").path("name").asText());
        refused(
                403,
                "not-allowed",
                () -> demo.asUser("physician2")
                        .get("/reports/" + signed.path("reportId").asText()));

        String patient = request.path("patient").path("id").asText();
        JsonNode result = DemoUnderTest.await(
                demo.as("physician"),
                "/recognition/results?patientId=" + patient,
                item -> item.path("reportId").equals(signed.path("reportId")));
        assertThat(result.path("recognizable").asBoolean())
                .as(result.toString())
                .isTrue();
        assertThat(result.path("item").path("code").asText()).isEqualTo("CT-CHEST-PLAIN");
        assertThat(result.path("mark").asText()).contains("HR");
        JsonNode decision = demo.as("physician")
                .post(
                        "/recognition/decisions",
                        body().put("resultId", result.path("id").asText())
                                .put("item", result.path("item").path("code").asText())
                                .put("decision", "recognized"));
        assertThat(decision.path("decidedBy").path("name").asText()).isNotEmpty();
    }

    @Test
    void anOldStudyOfTheCorpusIsOfferedWithTheReasonWhyItIsTooOld() throws IOException, InterruptedException {
        Path file = corpus().resolve("pydicom__pydicom/test_files/CT_small.dcm");
        assumeTrue(Files.isRegularFile(file), "the corpus is not here");
        demo.storescu("CLINIC1_CT", file);
        JsonNode request = awaitWhole("1.3.6.1.4.1.5962.1.2.1.20040119072730.12322", 1);
        JsonNode signed = sign(request);
        JsonNode result = DemoUnderTest.await(
                demo.as("physician"),
                "/recognition/results?patientId="
                        + request.path("patient").path("id").asText(),
                item -> item.path("reportId").equals(signed.path("reportId")));
        assertThat(result.path("recognizable").asBoolean()).isFalse();
        List<String> reasons = new ArrayList<>();
        result.path("reasons").forEach(reason -> reasons.add(reason.asText()));
        assertThat(reasons).contains("expired");
        assertThat(result.path("why").asText()).isNotBlank();
    }

    @Test
    void aStudyWithoutPatientIdIsStoredAndNotSigned() throws IOException, InterruptedException {
        Sent sent = Sent.ct(data, "", "Wang^Wu=王^五", LocalDate.of(1990, 1, 1), 2);
        demo.storescu("CLINIC1_CT", sent.folder());
        JsonNode request = awaitWhole(sent.studyUid(), 2);
        assertThat(request.path("study").path("matched").asBoolean()).isFalse();
        String path = "/reading-requests/" + request.path("id").asText();
        reader.post(path + "/claim", body());
        reader.put(path + "/report", report(itemOf(request)));
        refused(409, "unmatched-patient", () -> sign(request));
    }

    @Test
    void theSameSeriesTwiceIsOneStudyAndOtherBytesUnderItsUidsAreAConflict() throws IOException, InterruptedException {
        Sent sent = Sent.ct(data, "MJ-2", "Zhao^Liu=赵^六", LocalDate.of(1985, 7, 8), 4);
        demo.storescu("CLINIC1_CT", sent.folder());
        awaitWhole(sent.studyUid(), 4);
        demo.storescu("CLINIC1_CT", sent.folder());
        Path one = Files.list(sent.folder()).findFirst().orElseThrow();
        byte[] bytes = Files.readAllBytes(one);
        bytes[bytes.length - 40] ^= 1;
        Files.write(one, bytes);
        demo.storescu("CLINIC1_CT", one);
        JsonNode study = DemoUnderTest.await(
                reader,
                "/studies",
                item -> item.path("studyInstanceUid").asText().equals(sent.studyUid())
                        && item.path("conflicts").asInt() == 1);
        assertThat(study.path("instances").asInt()).isEqualTo(4);
        assertThat(study.path("completeness").path("received").asInt()).isEqualTo(4);
    }

    @Test
    void theOtherClinicSeesNeitherStudyNorPatient() throws IOException, InterruptedException {
        JsonNode theirs = demo.as("technician").list("/studies").getFirst();
        Rest other = demo.asUser("physician2");
        assertThat(other.list("/studies")).noneMatch(study -> study.path("id").equals(theirs.path("id")));
        refused(
                403,
                "not-allowed",
                () -> other.get("/studies/" + theirs.path("id").asText()));
        refused(
                403,
                "not-allowed",
                () -> other.get("/patients/" + theirs.path("patient").path("id").asText()));
    }

    /** Reads and signs as the first reader and reviewer do. */
    private static JsonNode sign(JsonNode request) throws IOException, InterruptedException {
        String path = "/reading-requests/" + request.path("id").asText();
        if (request.path("status").asText().equals("submitted")) {
            reader.post(path + "/claim", body());
            reader.put(path + "/report", report(itemOf(request)));
            reader.post(path + "/write", body());
        }
        reviewer.post(path + "/claim", body());
        return reviewer.post(path + "/review", body().put("decision", "approve"));
    }

    private static JsonNode awaitWhole(String studyUid, int instances) throws IOException, InterruptedException {
        try {
            return DemoUnderTest.await(
                    reader,
                    "/reading-requests?status=submitted",
                    item -> item.path("study").path("studyInstanceUid").asText().equals(studyUid)
                            && item.path("study")
                                            .path("completeness")
                                            .path("received")
                                            .asInt()
                                    == instances
                            && item.path("study")
                                            .path("completeness")
                                            .path("announced")
                                            .asInt()
                                    == instances);
        } catch (IOException e) {
            List<JsonNode> seen = reader.list("/studies").stream()
                    .filter(study -> study.path("studyInstanceUid").asText().equals(studyUid))
                    .toList();
            throw new IOException("not whole on the worklist; the center knows " + seen, e);
        }
    }

    private static String itemOf(JsonNode request) throws IOException, InterruptedException {
        JsonNode choices = request.path("itemChoices");
        return (choices.isEmpty()
                        ? reader.list("/recognition/items?modality=CT").getFirst()
                        : choices.get(0))
                .path("code")
                .asText();
    }

    private static ObjectNode report(String itemCode) {
        return body().put("findings", "右肺下叶见一结节影，直径约 8 mm，边界清。")
                .put("conclusion", "右肺下叶结节，建议三个月后复查。")
                .put("positive", true)
                .put("imageQuality", "A")
                .put("itemCode", itemCode);
    }

    private static ObjectNode body() {
        return Rest.JSON.createObjectNode();
    }

    private static void refused(int status, String type, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Rest.Refused.class, refusal -> {
            assertThat(refusal.type()).isEqualTo(type);
            assertThat(refusal.status()).isEqualTo(status);
        });
    }

    private static Path corpus() {
        String named = System.getenv("HUIZHEN_CORPUS");
        return named == null
                ? Path.of(System.getProperty("huizhen.home")).toAbsolutePath().resolveSibling("shared/corpus")
                : Path.of(named);
    }
}
