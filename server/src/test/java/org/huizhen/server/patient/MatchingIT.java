package org.huizhen.server.patient;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.server.TestClient;
import org.huizhen.server.TestServer;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.imaging.TestInstances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The matching screen over the whole center: decisions of people, the history, undoing, changes by two persons. */
final class MatchingIT {
    private static TestServer server;
    private static OrganizationId clinic;
    private static TestServer.Person technician;
    private static TestServer.Person archivist;
    private static TestServer.Person second;
    private static TestServer.Person reader;
    private static TestServer.Person reviewer;

    @BeforeAll
    static void start() {
        server = TestServer.start();
        OrganizationId center = server.organization("中心", "center", Optional.empty());
        clinic = server.organization("甲卫生院", "township", Optional.of(center));
        technician = server.person(clinic, "technician");
        archivist = server.person(center, "archivist");
        second = server.person(center, "archivist");
        reader = server.person(center, "reader");
        reviewer = server.person(center, "reviewer");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPairWaitsUntilSomebodySaysThatTheyAreNotTheSameAndTheUndoOffersItAgain() {
        String one = register("孙甲", Map.of("birthDate", "1971-02-03"));
        String two = register("孙甲", Map.of("birthDate", "1971-02-03"));
        assertThat(waits(one, two)).isTrue();
        assertThat(decide(one, "not-same", two).status()).isEqualTo(204);
        assertThat(waits(one, two)).isFalse();
        assertThat(archivist
                        .client()
                        .get("/api/v1/patients/" + one + "/candidates")
                        .body()
                        .toString())
                .doesNotContain(two);
        undoNewest(one, "notSame");
        assertThat(waits(one, two)).isTrue();
    }

    @Test
    void aLinkIsUndoneExactlyAndTheUndoingIsUndoneToo() {
        String one = register("孙乙", Map.of("birthDate", "1971-02-03"));
        String two = register("孙乙", Map.of("birthDate", "1971-02-03"));
        String three = register("孙乙", Map.of("birthDate", "1971-02-04"));
        decide(two, "link", three);
        String own = master(one);
        String group = master(two);
        decide(one, "link", two);
        assertThat(List.of(master(one), master(two), master(three))).containsOnly(group);
        String action = undoNewest(one, "link");
        assertThat(master(one)).isEqualTo(own);
        assertThat(List.of(master(two), master(three))).containsOnly(group);
        assertThat(waits(one, two)).isTrue();
        assertThat(undo(action).status()).isEqualTo(409);
        undoNewest(one, "undo");
        assertThat(master(one)).isEqualTo(group);
    }

    @Test
    void whatHasChangedSinceIsUndoneFirst() {
        String one = register("孙丙", Map.of());
        String two = register("孙丙", Map.of());
        String three = register("孙丙", Map.of());
        decide(one, "link", two);
        String first = newest(one, "link");
        decide(two, "link", three);
        assertThat(undo(first).status()).isEqualTo(409);
        undoNewest(two, "link");
        assertThat(undo(first).status()).isEqualTo(204);
        assertThat(List.of(master(one), master(two), master(three))).doesNotHaveDuplicates();
    }

    @Test
    void mergingMovesStudiesRedirectsAndIsUndoneWithWhatCameSince() {
        TestInstances.Study early = TestInstances.Study.next();
        TestInstances.Study kept = TestInstances.Study.next();
        send(early, data -> {});
        send(kept, data -> {});
        String merged = patientOf(early);
        String survivor = patientOf(kept);
        assertThat(decide(merged, "merge", survivor).status()).isEqualTo(200);
        assertThat(patientOf(early)).isEqualTo(survivor);
        TestClient.Answer redirect = archivist.client().get("/api/v1/patients/" + merged);
        assertThat(redirect.status()).isEqualTo(308);
        assertThat(redirect.header("Location")).contains("/api/v1/patients/" + survivor);
        TestInstances.Study late = new TestInstances.Study(
                TestInstances.Study.next().uid(), TestInstances.Study.next().series(), early.patientId(), early.name());
        send(late, data -> {});
        assertThat(patientOf(late)).isEqualTo(survivor);
        for (String id : List.of(merged, survivor)) {
            assertThat(uids("/api/v1/studies?patientId=" + id)).contains(early.uid(), kept.uid(), late.uid());
        }
        assertThat(decide(merged, "merge", survivor).status()).isEqualTo(409);
        undoNewest(merged, "merge");
        assertThat(patientOf(early)).isEqualTo(merged);
        assertThat(patientOf(late)).isEqualTo(merged);
        assertThat(patientOf(kept)).isEqualTo(survivor);
        assertThat(uids("/api/v1/studies?patientId=" + merged)).doesNotContain(kept.uid());
        assertThat(archivist.client().get("/api/v1/patients/" + merged).status())
                .isEqualTo(200);
    }

    @Test
    void patientsOfTwoIssuersAreLinkedNotMerged() {
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> {});
        String other = register("王小东", Map.of());
        TestClient.Answer refused = decide(patientOf(study), "merge", other);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("other-issuer");
    }

    @Test
    void anUnmatchedStudyShowsWhomItMayMeanAndItsAssignmentIsUndone() {
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> data.remove(Tag.PatientID));
        String known = register("王小东", Map.of("birthDate", "1980-01-02", "sex", "male"));
        String id = study(study).path("id").asText();
        JsonNode offered = archivist
                .client()
                .get("/api/v1/studies/" + id + "/match-candidates")
                .body();
        assertThat(offered.at("/sent/name").asText()).isEqualTo("王小东");
        JsonNode candidate = null;
        for (JsonNode item : offered.path("items")) {
            candidate = item.at("/patient/id").asText().equals(known) ? item : candidate;
        }
        assertThat(candidate).isNotNull();
        assertThat(candidate.path("agrees").toString()).isEqualTo("[\"name\",\"birthDate\",\"sex\"]");
        String match = "/api/v1/studies/" + id + "/match";
        assertThat(archivist
                        .client()
                        .post(match, Map.of("patientId", known, "reason", "called the clinic"))
                        .status())
                .isEqualTo(200);
        assertThat(archivist
                        .client()
                        .post(match, Map.of("patientId", known, "reason", "again"))
                        .type())
                .isEqualTo("wrong-state");
        undoNewest(known, "assign");
        assertThat(study(study).path("matched").asBoolean()).isFalse();
        assertThat(study(study).path("unmatchedReason").asText()).isEqualTo("noPatientId");
    }

    @Test
    void movingAStudyTakesASecondPersonAndGoesOutCorrected() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> {});
        String right = register("李右", Map.of("birthDate", "1990-05-06", "localId", "R-" + study.patientId()));
        JsonNode asked = change(study, right);
        assertThat(asked.path("state").asText()).isEqualTo("requested");
        assertThat(asked.at("/from/name").asText()).isEqualTo("王小东");
        String path = "/api/v1/patient-changes/" + asked.path("id").asText();
        assertThat(archivist.client().post(path + "/confirm", Map.of()).type()).isEqualTo("same-person");
        assertThat(second.client().post(path + "/withdraw", Map.of()).type()).isEqualTo("not-allowed");
        assertThat(patientOf(study)).isNotEqualTo(right);
        assertThat(archivist
                        .client()
                        .post(
                                "/api/v1/patient-changes",
                                Map.of(
                                        "studyIds",
                                        List.of(study(study).path("id").asText()),
                                        "patientId",
                                        right,
                                        "reason",
                                        "twice"))
                        .type())
                .isEqualTo("conflict");
        assertThat(reviewer.client().post(path + "/confirm", Map.of()).status()).isEqualTo(200);
        assertThat(patientOf(study)).isEqualTo(right);
        assertThat(second.client().post(path + "/confirm", Map.of()).type()).isEqualTo("wrong-state");
        JsonNode metadata = new com.fasterxml.jackson.databind.ObjectMapper()
                .readTree(dicomweb(reader, "/dicomweb/studies/" + study.uid() + "/metadata"))
                .get(0);
        assertThat(metadata.at("/00100010/Value/0/Alphabetic").asText()).isEqualTo("李右");
        assertThat(metadata.at("/00100020/Value/0").asText()).isEqualTo("R-" + study.patientId());
        assertThat(metadata.at("/00100021/Value/0").asText()).isEqualTo("registration");
        assertThat(undo(newest(right, "change")).type()).isEqualTo("wrong-state");
        assertThat(server.database()
                        .<Integer>read(handle -> handle.createQuery("""
                                select count(*) from audit_event where action like 'study.changePatient.%' and object_id = :id
                                """)
                                .bind("id", study(study).path("id").asText())
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(2);
    }

    @Test
    void refusedAndWithdrawnRequestsMoveNothing() {
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> {});
        String before = patientOf(study);
        String other = register("李左", Map.of());
        String first =
                "/api/v1/patient-changes/" + change(study, other).path("id").asText();
        assertThat(second.client()
                        .post(first + "/refuse", Map.of("reason", "it is the right one"))
                        .status())
                .isEqualTo(200);
        String again =
                "/api/v1/patient-changes/" + change(study, other).path("id").asText();
        assertThat(archivist.client().post(again + "/withdraw", Map.of()).status())
                .isEqualTo(200);
        assertThat(patientOf(study)).isEqualTo(before);
        assertThat(second.client()
                        .get("/api/v1/patient-changes?state=requested")
                        .body()
                        .toString())
                .doesNotContain(study.uid());
        assertThat(second.client()
                        .get("/api/v1/patient-changes?state=refused")
                        .body()
                        .toString())
                .contains(study.uid());
    }

    @Test
    void aStudyThatSomebodyReportsIsNotMoved() {
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> {});
        String id = study(study).path("id").asText();
        JsonNode request = technician
                .client()
                .post("/api/v1/reading-requests", Map.of("studyId", id, "priority", "routine", "clinicalInfo", "咳嗽"))
                .body();
        String path = "/api/v1/reading-requests/" + request.path("id").asText();
        if (request.path("status").asText().equals("draft")) {
            technician.client().post(path + "/submit", Map.of());
        }
        assertThat(reader.client().post(path + "/claim", Map.of()).status()).isEqualTo(200);
        String other = register("赵六", Map.of());
        TestClient.Answer refused = archivist
                .client()
                .post(
                        "/api/v1/patient-changes",
                        Map.of("studyIds", List.of(id), "patientId", other, "reason", "wrong"));
        assertThat(refused.type()).isEqualTo("report-stands");
        assertThat(refused.body().path("state").asText()).isEqualTo("claimed");
    }

    @Test
    void aMovedStudyIsToldToWhateverFollowsIt() {
        // Results follow the study by its event: it is published with the new patient.
        TestInstances.Study study = TestInstances.Study.next();
        send(study, data -> {});
        String other = register("钱七", Map.of());
        String path =
                "/api/v1/patient-changes/" + change(study, other).path("id").asText();
        second.client().post(path + "/confirm", Map.of());
        assertThat(server.database()
                        .<List<String>>read(handle -> handle.createQuery("""
                                select payload->>'patientId' from outbox_event
                                where type = 'study.matched' and aggregate_id = cast(:id as uuid)
                                """)
                                .bind("id", study(study).path("id").asText())
                                .mapTo(String.class)
                                .list()))
                .containsExactly(other);
    }

    private static JsonNode change(TestInstances.Study study, String patient) {
        TestClient.Answer answer = archivist
                .client()
                .post(
                        "/api/v1/patient-changes",
                        Map.of(
                                "studyIds",
                                List.of(study(study).path("id").asText()),
                                "patientId",
                                patient,
                                "reason",
                                "the list of the device stood on the last patient"));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body();
    }

    private static TestClient.Answer decide(String patient, String what, String other) {
        return archivist
                .client()
                .post(
                        "/api/v1/patients/" + patient + "/" + what,
                        Map.of("patientId", other, "reason", "looked at both"));
    }

    private static TestClient.Answer undo(String action) {
        return archivist
                .client()
                .post("/api/v1/matching-actions/" + action + "/undo", Map.of("reason", "it was a mistake"));
    }

    private static String undoNewest(String patient, String kind) {
        String action = newest(patient, kind);
        TestClient.Answer answer = undo(action);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(204);
        return action;
    }

    private static String newest(String patient, String kind) {
        for (JsonNode item : archivist
                .client()
                .get("/api/v1/matching-actions?limit=500")
                .body()
                .path("items")) {
            boolean about = item.at("/patient/id").asText().equals(patient)
                    || item.at("/other/id").asText().equals(patient);
            if (about && item.path("kind").asText().equals(kind)) {
                return item.path("id").asText();
            }
        }
        throw new AssertionError("no " + kind + " of " + patient);
    }

    private static boolean waits(String one, String two) {
        for (JsonNode item : archivist
                .client()
                .get("/api/v1/patient-candidates?limit=500")
                .body()
                .path("items")) {
            List<String> pair = List.of(
                    item.at("/patient/id").asText(), item.at("/other/id").asText());
            if (pair.contains(one) && pair.contains(two)) {
                return true;
            }
        }
        return false;
    }

    private static String register(String name, Map<String, Object> more) {
        Map<String, Object> body = new java.util.HashMap<>(Map.of("name", name, "sex", "female"));
        body.putAll(more);
        TestClient.Answer answer = technician.client().post("/api/v1/patients", body);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private static String master(String patient) {
        return archivist
                .client()
                .get("/api/v1/patients/" + patient)
                .body()
                .path("masterPatientId")
                .asText();
    }

    private static JsonNode study(TestInstances.Study study) {
        for (JsonNode item :
                archivist.client().get("/api/v1/studies?limit=500").body().path("items")) {
            if (item.path("studyInstanceUid").asText().equals(study.uid())) {
                return item;
            }
        }
        throw new AssertionError("no study " + study.uid());
    }

    private static String patientOf(TestInstances.Study study) {
        return study(study).at("/patient/id").asText();
    }

    private static List<String> uids(String path) {
        List<String> uids = new ArrayList<>();
        archivist
                .client()
                .get(path)
                .body()
                .path("items")
                .forEach(item -> uids.add(item.path("studyInstanceUid").asText()));
        return uids;
    }

    private static void send(TestInstances.Study study, Consumer<DataSet> change) {
        TestInstances.storeFromDevice(server.base(), technician.token(), TestInstances.changed(study, 1, change));
    }

    private static String dicomweb(TestServer.Person person, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(server.base().resolve(path))
                                    .header("Authorization", "Bearer " + person.token())
                                    .header("Accept", "application/dicom+json")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
