package org.huizhen.server.patient;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.access.Grants;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PatientResourceIT {
    private static final String NUMBER = "11010519491231002X";

    private static TestServer server;
    private static TestServer.Person technician;
    private static TestServer.Person stranger;
    private static TestServer.Person archivist;
    private static TestServer.Person reader;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        OrganizationId center = server.organization("中心", "center", Optional.empty());
        OrganizationId clinic = server.organization("甲卫生院", "township", Optional.of(center));
        OrganizationId other = server.organization("乙卫生院", "township", Optional.of(center));
        technician = server.person(clinic, "technician");
        stranger = server.person(other, "technician");
        archivist = server.person(center, "archivist");
        reader = server.person(center, "reader");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void registersAndShowsNumbersMasked() {
        JsonNode made = register(technician, "赵一", Map.of("idNumber", NUMBER, "phone", "13812345678"));
        assertThat(made.path("idNumberMasked").asText()).isEqualTo("1101**********002X");
        assertThat(made.path("phoneMasked").asText()).isEqualTo("138****5678");
        assertThat(made.path("birthDate").asText()).isEqualTo("1949-12-31");
        assertThat(made.toString()).doesNotContain(NUMBER).doesNotContain("13812345678");
    }

    @Test
    void namesEveryFieldAtFault() {
        var refused = technician
                .client()
                .post("/api/v1/patients", Map.of("name", " ", "sex", "female", "idNumber", "110105194912310021"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("errors").toString())
                .contains("\"field\":\"name\"")
                .contains("\"code\":\"checksum\"");
        assertThat(technician
                        .client()
                        .post(
                                "/api/v1/patients",
                                Map.of("name", "赵", "sex", "female", "birthDate", "1950-01-01", "idNumber", NUMBER))
                        .body()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("contradicts-birthDate");
    }

    @Test
    void anIdentityNumberFillsSexAndBirthDateAndTheAddressIsSealed() {
        var answer = technician
                .client()
                .post(
                        "/api/v1/patients",
                        Map.of("name", "赵二", "idNumber", "110105198001010016", "address", "浙江省杭州市某街道三号"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.body().path("sex").asText()).isEqualTo("male");
        assertThat(answer.body().path("birthDate").asText()).isEqualTo("1980-01-01");
        assertThat(answer.body().path("addressMasked").asText())
                .startsWith("浙江省")
                .doesNotContain("三号");
        assertThat(technician
                        .client()
                        .post(
                                "/api/v1/patients/" + answer.body().path("id").asText() + "/id-number",
                                Map.of("reason", "letter"))
                        .body()
                        .path("address")
                        .asText())
                .isEqualTo("浙江省杭州市某街道三号");
    }

    @Test
    void somebodyNobodyCanNameIsGivenANameAndNamedLater() {
        var answer = technician.client().post("/api/v1/patients", Map.of("identityKind", "unknown"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        assertThat(answer.body().path("name").asText()).startsWith("无名氏");
        assertThat(answer.body().path("sex").asText()).isEqualTo("unknown");
        var named = technician
                .client()
                .patch(
                        "/api/v1/patients/" + answer.body().path("id").asText(),
                        Map.of("reason", "family came", "name", "孙七", "sex", "male"));
        assertThat(named.body().path("identityKind").asText()).isEqualTo("known");
        assertThat(named.body().path("name").asText()).isEqualTo("孙七");
    }

    @Test
    void aNewbornIsCalledAfterTheMotherAndNeedsItsBirthDate() {
        String mother = register(technician, "周母", Map.of()).path("id").asText();
        Map<String, Object> baby =
                new HashMap<>(Map.of("identityKind", "newborn", "motherPatientId", mother, "sex", "female"));
        var refused = technician.client().post("/api/v1/patients", baby);
        assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("birthDate");
        baby.put("birthDate", "2026-01-05");
        var made = technician.client().post("/api/v1/patients", baby);
        assertThat(made.body().path("name").asText()).isEqualTo("周母之女");
        assertThat(made.body().path("motherPatientId").asText()).isEqualTo(mother);
        baby.put("motherPatientId", "00000000-0000-7000-8000-000000000000");
        assertThat(technician
                        .client()
                        .post("/api/v1/patients", baby)
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("motherPatientId");
    }

    @Test
    void anotherClinicSeesThePatientOnlyByGrant() {
        JsonNode made = register(technician, "钱二", Map.of());
        String path = "/api/v1/patients/" + made.path("id").asText();
        assertThat(technician.client().get(path).status()).isEqualTo(200);
        assertThat(reader.client().get(path).status()).isEqualTo(200);
        assertThat(stranger.client().get(path).status()).isEqualTo(403);
        assertThat(found(stranger, Map.of("name", "钱二"))).isEmpty();
        server.database()
                .run(transaction -> new Grants()
                        .grant(
                                transaction,
                                stranger.organization(),
                                PatientId.parse(made.path("id").asText()),
                                "referral",
                                "test",
                                Optional.empty()));
        assertThat(stranger.client().get(path).status()).isEqualTo(200);
        assertThat(found(stranger, Map.of("name", "钱二"))).hasSize(1);
        assertThat(stranger.client()
                        .patch(path, Map.of("reason", "grants open looking only", "name", "钱三"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void findsByNamePartLocalIdAndIdNumber() {
        JsonNode made = register(technician, "孙三丰", Map.of("localId", "H-000317", "idNumber", "110105198001010016"));
        String id = made.path("id").asText();
        for (Map<String, Object> criteria : List.<Map<String, Object>>of(
                Map.of("query", "三丰"),
                Map.of("query", "H-000317"),
                Map.of("query", "110105198001010016"),
                Map.of("idNumber", "110105198001010016"),
                Map.of("localId", "H-000317"),
                Map.of("name", "孙三", "birthDate", "1980-01-01"))) {
            assertThat(found(technician, criteria))
                    .as(criteria.keySet().toString())
                    .contains(id);
        }
        assertThat(found(technician, Map.of("query", "%"))).isEmpty();
        assertThat(technician.client().post("/api/v1/patients/search", Map.of()).status())
                .isEqualTo(400);
    }

    @Test
    void revealsOnlyWithAReasonAndRecordsIt() {
        JsonNode made = register(technician, "李四", Map.of("idNumber", "110105197001010011"));
        String path = "/api/v1/patients/" + made.path("id").asText() + "/id-number";
        assertThat(technician.client().post(path, Map.of("reason", "")).status())
                .isEqualTo(400);
        var shown = technician.client().post(path, Map.of("reason", "insurance form"));
        assertThat(shown.body().path("idNumber").asText()).isEqualTo("110105197001010011");
        assertThat(events("patient.reveal", made)).isEqualTo(1);
    }

    @Test
    void oneLookPerSessionIsRecorded() {
        JsonNode made = register(technician, "周五", Map.of());
        String path = "/api/v1/patients/" + made.path("id").asText();
        reader.client().get(path);
        reader.client().get(path);
        assertThat(events("patient.open", made)).isEqualTo(1);
        TestClient again = server.client().as(server.signIn(reader.username(), reader.password()));
        again.get(path);
        assertThat(events("patient.open", made)).isEqualTo(2);
    }

    @Test
    void aPersonLinksAndUnlinksAndMergedIdsRedirect() {
        JsonNode here = register(technician, "吴六", Map.of("birthDate", "1971-02-03"));
        JsonNode there = register(stranger, "吴六", Map.of("birthDate", "1971-02-03"));
        String path = "/api/v1/patients/" + here.path("id").asText();
        JsonNode candidate = archivist.client().get(path + "/candidates").body().at("/items/0");
        assertThat(candidate.at("/patient/id")).isEqualTo(there.path("id"));
        assertThat(candidate.path("agrees").toString()).contains("name", "birthDate", "sex");
        JsonNode master = archivist
                .client()
                .post(
                        path + "/link",
                        Map.of("patientId", there.path("id").asText(), "reason", "same phone, asked the patient"))
                .body();
        assertThat(master.path("patients")).hasSize(2);
        var old = archivist
                .client()
                .get("/api/v1/master-patients/" + here.path("masterPatientId").asText());
        assertThat(old.status()).isEqualTo(308);
        assertThat(old.header("Location").orElseThrow())
                .endsWith(master.path("id").asText());
        assertThat(technician
                        .client()
                        .get("/api/v1/master-patients/" + master.path("id").asText())
                        .body()
                        .path("patients"))
                .as("a clinic sees its own of the group only")
                .hasSize(1);
        JsonNode alone = archivist
                .client()
                .post(path + "/unlink", Map.of("reason", "two people"))
                .body();
        assertThat(alone.path("masterPatientId")).isEqualTo(here.path("masterPatientId"));
        assertThat(alone.path("matched").asBoolean()).isFalse();
        assertThat(archivist.client().get(path + "/candidates").body().path("items"))
                .as("a refused pair is not offered again")
                .isEmpty();
    }

    @Test
    void aCorrectionKeepsWhatStoodBeforeAndRefusesAStaleVersion() {
        JsonNode made = register(technician, "郑七", Map.of());
        String path = "/api/v1/patients/" + made.path("id").asText();
        Map<String, Object> change = Map.of("reason", "misread", "name", "郑士");
        assertThat(technician
                        .client()
                        .call("PATCH", path, change, "If-Match", "\"99\"")
                        .status())
                .isEqualTo(412);
        JsonNode changed = technician
                .client()
                .call("PATCH", path, change, "If-Match", "\"1\"")
                .body();
        assertThat(changed.path("name").asText()).isEqualTo("郑士");
        assertThat(changed.path("version").asInt()).isEqualTo(2);
        assertThat(server.database()
                        .<String>read(handle -> handle.createQuery(
                                        "select before ->> 'name' from patient_change where patient_id = cast(:id as uuid)")
                                .bind("id", made.path("id").asText())
                                .mapTo(String.class)
                                .one()))
                .isEqualTo("郑七");
    }

    @Test
    void aTakenLocalIdIsAConflict() {
        register(technician, "冯八", Map.of("localId", "DUP-1"));
        assertThat(technician
                        .client()
                        .post("/api/v1/patients", Map.of("name", "陈九", "sex", "male", "localId", "DUP-1"))
                        .status())
                .isEqualTo(409);
    }

    private static JsonNode register(TestServer.Person person, String name, Map<String, Object> more) {
        Map<String, Object> draft = new HashMap<>(more);
        draft.put("name", name);
        draft.putIfAbsent("sex", NUMBER.equals(more.get("idNumber")) ? "female" : "male");
        var answer = person.client().post("/api/v1/patients", draft);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body();
    }

    private static List<String> found(TestServer.Person person, Map<String, Object> criteria) {
        List<String> ids = new ArrayList<>();
        person.client()
                .post("/api/v1/patients/search", criteria)
                .body()
                .path("items")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private static int events(String action, JsonNode patient) {
        return server.database()
                .read(handle -> handle.createQuery(
                                "select count(*) from audit_event where action = :action and object_id = :id")
                        .bind("action", action)
                        .bind("id", patient.path("id").asText())
                        .mapTo(Integer.class)
                        .one());
    }
}
