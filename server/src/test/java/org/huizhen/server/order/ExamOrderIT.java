package org.huizhen.server.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.server.Eventually;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.imaging.TestInstances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Orders by hand over the whole center: numbers, the look-up before them, the study that answers them. */
final class ExamOrderIT {
    private static TestServer server;
    private static OrganizationId clinic;
    private static TestServer.Person technician;
    private static TestServer.Person physician;
    private static TestServer.Person stranger;
    private static TestServer.Person reader;
    private static TestServer.Person reviewer;
    private static TestServer.Person admin;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        OrganizationId center = server.organization("中心", "center", Optional.empty());
        clinic = server.organization("甲卫生院", "township", Optional.of(center));
        OrganizationId other = server.organization("乙卫生院", "township", Optional.of(center));
        technician = server.person(clinic, "technician");
        physician = server.person(clinic, "physician");
        stranger = server.person(other, "physician");
        reader = server.person(center, "reader");
        reviewer = server.person(center, "reviewer");
        admin = server.person(center, "admin");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void ordersAnItemUnderTheNextNumberOfTheDay() {
        String patient = register("钱一", Map.of("birthDate", "1970-01-02"));
        JsonNode first = ordered(patient, Map.of("itemCode", "CT-HEAD-PLAIN", "indication", "头痛三天"));
        JsonNode second = ordered(patient, Map.of("modality", "dx", "bodyPart", "knee", "laterality", "left"));
        assertThat(first.path("status").asText()).isEqualTo("ordered");
        assertThat(first.at("/item/name").asText()).isEqualTo("颅脑CT平扫");
        assertThat(first.path("modality").asText()).isEqualTo("CT");
        assertThat(first.path("bodyPart").asText()).isEqualTo("HEAD");
        assertThat(first.path("contrast").asBoolean()).isFalse();
        assertThat(second.path("bodyPart").asText()).isEqualTo("KNEE");
        long one = Long.parseLong(first.path("accessionNumber").asText());
        assertThat(Long.parseLong(second.path("accessionNumber").asText())).isEqualTo(one + 1);
        JsonNode listed = physician
                .client()
                .get("/api/v1/exam-orders?patientId=" + patient + "&status=ordered")
                .body();
        assertThat(listed.path("items")).hasSize(2);
        assertThat(listed.at("/items/0/id").asText())
                .isEqualTo(second.path("id").asText());
        assertThat(stranger.client()
                        .get("/api/v1/exam-orders/" + first.path("id").asText())
                        .status())
                .isEqualTo(403);
        assertThat(stranger.client().get("/api/v1/exam-orders").body().path("items"))
                .isEmpty();
    }

    @Test
    void refusesTakenNumbersUnknownItemsAndPatientsOfOneIdentifier() {
        String patient = register("钱二", Map.of("birthDate", "1970-01-02"));
        ordered(patient, Map.of("modality", "US", "accessionNumber", "HIS-77"));
        assertThat(order(patient, Map.of("modality", "US", "accessionNumber", "HIS-77"))
                        .type())
                .isEqualTo("conflict");
        assertThat(order(patient, Map.of("itemCode", "NO-SUCH"))
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("itemCode");
        assertThat(order(patient, Map.of("modality", "US", "accessionNumber", "a number far too long"))
                        .status())
                .isEqualTo(400);
        TestClient.Answer refused = order(register("钱三", Map.of()), Map.of("modality", "US"));
        assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("two-identifiers");
        assertThat(order(register(null, Map.of("identityKind", "unknown")), Map.of("modality", "US"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void cancelsWithAReasonAndOnlyWhatIsStillToBeDone() {
        JsonNode order = ordered(register("钱四", Map.of("birthDate", "1970-01-02")), Map.of("modality", "US"));
        String path = "/api/v1/exam-orders/" + order.path("id").asText() + "/cancel";
        assertThat(technician.client().post(path, Map.of("reason", " ")).status())
                .isEqualTo(400);
        JsonNode cancelled =
                technician.client().post(path, Map.of("reason", "患者放弃")).body();
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(cancelled.path("cancelReason").asText()).isEqualTo("患者放弃");
        assertThat(technician.client().post(path, Map.of("reason", "again")).type())
                .isEqualTo("wrong-state");
    }

    @Test
    void tiesTheStudyThatArrivesAndShowsWhatDiffers() {
        TestInstances.Study study = TestInstances.Study.next();
        String patient = register("李错人", Map.of("sex", "female", "birthDate", "1980-01-02"));
        JsonNode order = ordered(
                patient, Map.of("modality", "CT", "laterality", "left", "accessionNumber", "A-" + study.patientId()));
        send(
                study,
                data -> data.putString(Tag.AccessionNumber, "A-" + study.patientId())
                        .putString(Tag.Laterality, Vr.CS, "R"));
        String path = "/api/v1/exam-orders/" + order.path("id").asText();
        Eventually.until(
                "the tie",
                Duration.ofSeconds(20),
                () -> physician
                        .client()
                        .get(path)
                        .body()
                        .path("status")
                        .asText()
                        .equals("performed"));
        JsonNode tied = study(study).path("order");
        assertThat(tied.path("id").asText()).isEqualTo(order.path("id").asText());
        Map<String, String> differences = new HashMap<>();
        tied.path("differences")
                .forEach(one -> differences.put(
                        one.path("field").asText(),
                        one.path("ordered").asText() + " / " + one.path("sent").asText()));
        assertThat(differences)
                .isEqualTo(Map.of("name", "李错人 / 王小东", "sex", "female / male", "laterality", "left / right"));
        assertThat(technician
                        .client()
                        .post(path + "/cancel", Map.of("reason", "too late"))
                        .type())
                .isEqualTo("wrong-state");
    }

    @Test
    void anOrderTypedAfterTheStudyIsTiedTooAndTheSamePersonDiffersInNothing() {
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> data.putString(Tag.AccessionNumber, "L-" + study.patientId()));
        String patient = study(study).at("/patient/id").asText();
        JsonNode order = ordered(patient, Map.of("modality", "CT", "accessionNumber", "L-" + study.patientId()));
        assertThat(order.path("status").asText()).isEqualTo("performed");
        assertThat(order.path("studyIds")).hasSize(1);
        assertThat(study(study).at("/order/differences")).isEmpty();
    }

    @Test
    void aRecognizedResultIsDecidedBeforeAnythingIsOrdered() {
        String patient = examined();
        Map<String, Object> wish = Map.of("itemCode", "CT-CHEST-PLAIN");
        TestClient.Answer asked = order(patient, wish);
        assertThat(asked.type()).isEqualTo("decision-required");
        assertThat(asked.body().path("results")).hasSize(1);
        assertThat(order(patient, Map.of("modality", "CT", "bodyPart", "CHEST")).type())
                .isEqualTo("decision-required");
        assertThat(order(patient, Map.of("itemCode", "CT-HEAD-PLAIN")).status()).isEqualTo(201);
        Map<String, Object> repeat = Map.of("reason", "conditionChanged", "patientInformed", true);
        assertThat(technician
                        .client()
                        .post("/api/v1/exam-orders", body(patient, with(wish, repeat)))
                        .type())
                .isEqualTo("not-allowed");
        assertThat(order(patient, with(wish, Map.of("reason", "other", "patientInformed", true)))
                        .status())
                .isEqualTo(400);
        assertThat(order(patient, with(wish, Map.of("reason", "emergency", "patientInformed", false)))
                        .status())
                .isEqualTo(400);
        JsonNode made = order(patient, with(wish, repeat)).body();
        JsonNode decisions = physician
                .client()
                .get("/api/v1/recognition/decisions?patientId=" + patient)
                .body()
                .path("items");
        assertThat(decisions).hasSize(1);
        assertThat(decisions.at("/0/examOrderId").asText())
                .isEqualTo(made.path("id").asText());
        assertThat(decisions.at("/0/decision").asText()).isEqualTo("repeated");
    }

    /** A patient whose chest CT has a final report that bears a mark. */
    private static String examined() {
        assertThat(admin.client()
                        .post(
                                "/api/v1/recognition/qualifications",
                                Map.of(
                                        "organizationId", clinic.toString(),
                                        "itemCode", "CT-CHEST-PLAIN",
                                        "from", "2020-01-01",
                                        "until", "2099-12-31"))
                        .status())
                .isEqualTo(201);
        TestInstances.Study study = TestInstances.Study.next();
        LocalDate today = LocalDate.now(ZoneId.of("Asia/Shanghai"));
        send(
                study,
                data -> data.putString(Tag.StudyDate, today.toString().replace("-", ""))
                        .putString(Tag.StudyTime, "000100")
                        .putString(Tag.AccessionNumber, "R-" + study.patientId()));
        JsonNode one = study(study);
        JsonNode request = technician
                .client()
                .post(
                        "/api/v1/reading-requests",
                        Map.of("studyId", one.path("id").asText(), "priority", "routine", "clinicalInfo", "咳嗽"))
                .body();
        String path = "/api/v1/reading-requests/" + request.path("id").asText();
        technician.client().post(path + "/submit", Map.of());
        reader.client().post(path + "/claim", Map.of());
        assertThat(reader.client()
                        .put(
                                path + "/report",
                                Map.of(
                                        "findings",
                                        "两肺清晰",
                                        "conclusion",
                                        "未见异常",
                                        "positive",
                                        false,
                                        "imageQuality",
                                        "A",
                                        "itemCode",
                                        "CT-CHEST-PLAIN"))
                        .status())
                .isEqualTo(200);
        assertThat(reader.client().post(path + "/write", Map.of()).status()).isEqualTo(200);
        reviewer.client().post(path + "/claim", Map.of());
        TestClient.Answer signed = reviewer.client()
                .post(path + "/review", Map.of("decision", "approve", "incompleteReason", "all images are here"));
        assertThat(signed.status()).as(signed.body().toString()).isEqualTo(200);
        String patient = one.at("/patient/id").asText();
        Eventually.until(
                "the mark",
                Duration.ofSeconds(20),
                () -> physician
                        .client()
                        .get("/api/v1/recognition/results?patientId=" + patient)
                        .body()
                        .at("/items/0/recognizable")
                        .asBoolean());
        return patient;
    }

    private static Map<String, Object> with(Map<String, Object> wish, Map<String, Object> repeat) {
        Map<String, Object> more = new HashMap<>(wish);
        more.put("repeat", repeat);
        return more;
    }

    private static Map<String, Object> body(String patient, Map<String, Object> wish) {
        Map<String, Object> body = new HashMap<>(Map.of("patientId", patient, "purpose", "outpatient"));
        body.putAll(wish);
        return body;
    }

    private static TestClient.Answer order(String patient, Map<String, Object> wish) {
        return physician.client().post("/api/v1/exam-orders", body(patient, wish));
    }

    private static JsonNode ordered(String patient, Map<String, Object> wish) {
        TestClient.Answer answer = order(patient, wish);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body();
    }

    private static String register(String name, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("sex", "female"));
        if (name != null) {
            body.put("name", name);
        }
        body.putAll(more);
        TestClient.Answer answer = technician.client().post("/api/v1/patients", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private static JsonNode study(TestInstances.Study study) {
        List<JsonNode> found = new ArrayList<>();
        technician
                .client()
                .get("/api/v1/studies?limit=500")
                .body()
                .path("items")
                .forEach(item -> {
                    if (item.path("studyInstanceUid").asText().equals(study.uid())) {
                        found.add(item);
                    }
                });
        return found.getFirst();
    }

    private static void send(TestInstances.Study study, Consumer<DataSet> change) {
        TestInstances.storeFromDevice(server.base(), technician.token(), TestInstances.changed(study, 1, change));
    }
}
