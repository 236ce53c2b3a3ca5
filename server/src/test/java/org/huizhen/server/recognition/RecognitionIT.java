package org.huizhen.server.recognition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.huizhen.server.Eventually;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestApi;
import org.huizhen.server.TestApi.Answer;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.TestConsortium.Study;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results of one person at two clinics: marked at signing, looked up, decided upon. */
class RecognitionIT {
    private static final String ROOT = "/api/v1/recognition";
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @TempDir
    static Path catalog;

    private static TestDatabase test;
    private static Database database;
    private static SettableClock clock;
    private static TestConsortium people;
    private static Access access;
    private static RecognitionFeature feature;
    private static TestApi api;
    private PatientId here;
    private PatientId there;
    private UUID master;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(catalog.resolve("recognition-items.yaml"), """
                items:
                  - {code: CT-CHEST, name: 胸部CT平扫, english: Chest CT, modality: CT, bodyPart: CHEST, validityDays: 30, area: 县}
                  - {code: CT-HEAD, name: 颅脑CT平扫, english: Head CT, modality: CT, bodyPart: HEAD, validityDays: 14, area: 省}
                """);
        clock = new SettableClock(TODAY.atTime(10, 0).atZone(ZONE).toInstant());
        test = TestDatabase.create(clock);
        database = test.database();
        people = new TestConsortium(database);
        Grants grants = new Grants();
        access = new Access(clock, grants);
        feature = new RecognitionFeature(
                new RecognitionFeature.Ground(database, access, grants, new AuditLog(), ZONE),
                catalog,
                (handle, id) -> handle.createQuery("""
                                select id from patient where master_patient_id = :id or master_patient_id =
                                  (select master_patient_id from patient where id = :id) order by id
                                """)
                        .bind("id", id)
                        .mapTo(UUID.class)
                        .map(PatientId::new)
                        .list());
        database.run(transaction -> feature.qualify(
                transaction,
                new Actor.Server("test"),
                people.clinic2,
                "CT-CHEST",
                TODAY.minusDays(20),
                TODAY.plusDays(300)));
        database.outbox().start();
        Routes routes = new Routes();
        feature.routes(routes);
        api = new TestApi(routes, access, people);
    }

    @AfterAll
    static void stop() {
        api.close();
        test.close();
    }

    @BeforeEach
    void oneFreshPersonAtTwoClinics() {
        master = Uuids.next();
        here = people.patient(people.clinic1, "王秀英", master);
        there = people.patient(people.clinic2, "王秀英", master);
    }

    @Test
    void offersAMarkedResultOfAnotherClinicAndOpensItForAWhile() {
        StudyId study = people.study(people.clinic2, there, Study.of(daysAgo(3)));
        signed(study, people.clinic2, 1, "A");
        Subject subject = Subject.of(people.clinic2).withStudy(study);
        assertThat(may(people.physician1, subject)).isFalse();

        JsonNode result = only(results(people.physician1, here.value(), "CT-CHEST"));
        assertThat(result.get("recognizable").asBoolean()).isTrue();
        assertThat(result.get("why").asText()).isEmpty();
        assertThat(result.get("mark").asText()).isEqualTo("县HR");
        assertThat(result.at("/organization/name").asText()).isEqualTo("西乡卫生院");
        assertThat(Instant.parse(result.get("validUntil").asText()))
                .isEqualTo(TODAY.plusDays(27).atTime(23, 59, 59).atZone(ZONE).toInstant());
        assertThat(result.get("studyId").asText()).isEqualTo(study.toString());

        assertThat(may(people.physician1, subject)).isTrue();
        clock.pass(RecognitionLookup.OPEN.plusSeconds(1));
        assertThat(may(people.physician1, subject)).isFalse();
        clock.pass(RecognitionLookup.OPEN.plusSeconds(1).negated());
        results(people.physician1, here.value(), "CT-CHEST");
        assertThat(grants(study)).isEqualTo(1);
    }

    @Test
    void answersByMasterPatientAndForTheAskingClinicsOwnResults() {
        StudyId own = people.study(people.clinic1, here, Study.of(daysAgo(1)));
        signed(own, people.clinic1, 1, "A");
        JsonNode result = only(results(people.physician1, master, "CT-CHEST"));
        assertThat(result.at("/organization/name").asText()).isEqualTo("东乡卫生院");
        assertThat(result.get("reasons").get(0).asText()).isEqualTo("notQualified");
        assertThat(result.has("mark")).isFalse();
        assertThat(grants(own)).isZero();
    }

    @Test
    void tellsInWordsWhyAnOldResultIsNotOffered() {
        StudyId study = people.study(people.clinic2, there, Study.of(Instant.parse("2019-05-04T03:00:00Z")));
        signed(study, people.clinic2, 1, "C");
        JsonNode result = only(results(people.physician1, here.value(), null));
        assertThat(result.get("recognizable").asBoolean()).isFalse();
        assertThat(result.get("reasons").findValuesAsText("")).isEmpty();
        assertThat(result.get("reasons").toString()).isEqualTo("[\"notQualified\",\"poorQuality\",\"expired\"]");
        assertThat(result.get("why").asText())
                .contains("Too old: examined on 2019-05-04, valid for 30 days until 2019-06-03")
                .contains("grade C");
        assertThat(grants(study)).isZero();
    }

    @Test
    void asksForQualificationOnTheDayOfTheExamination() {
        StudyId before = people.study(people.clinic2, there, Study.of(daysAgo(21)));
        signed(before, people.clinic2, 1, "A");
        StudyId first = people.study(people.clinic2, there, Study.of(daysAgo(20)));
        signed(first, people.clinic2, 1, "A");
        JsonNode items = results(people.physician1, here.value(), "CT-CHEST").get("items");
        assertThat(items.findValuesAsText("recognizable")).containsExactly("true", "false");
    }

    @Test
    void followsAmendmentAndWithdrawal() {
        StudyId study = people.study(people.clinic2, there, Study.of(daysAgo(2)));
        ReportId report = signed(study, people.clinic2, 1, "A");
        amended(report, study, people.clinic2, 2, "C");
        JsonNode poor = only(results(people.physician1, here.value(), null));
        assertThat(poor.get("reasons").toString()).isEqualTo("[\"poorQuality\"]");
        assertThat(poor.has("mark")).isFalse();
        // A late delivery of the first version changes nothing.
        amended(report, study, people.clinic2, 1, "A");
        assertThat(only(results(people.physician1, here.value(), null)).has("mark"))
                .isFalse();
        amended(report, study, people.clinic2, 3, "B");
        assertThat(only(results(people.physician1, here.value(), null))
                        .get("recognizable")
                        .asBoolean())
                .isTrue();
        publish("report.voided", report, people.clinic2, JsonNodeFactory.instance.objectNode());
        JsonNode voided = only(results(people.physician1, here.value(), null));
        assertThat(voided.get("reasons").toString()).isEqualTo("[\"voided\"]");
        assertThat(voided.has("mark")).isFalse();
    }

    @Test
    void followsAStudyThatIsMatchedToSomebodyElse() {
        StudyId study = people.study(people.clinic2, there, Study.of(daysAgo(2)));
        signed(study, people.clinic2, 1, "A");
        PatientId other = people.patient(people.clinic2, "李强");
        people.change(study, people.clinic2, "patient_id = '" + other + "'", "study.matched");
        drained();
        assertThat(results(people.physician1, here.value(), null).get("items")).isEmpty();
    }

    @Test
    void refusesAPersonOneHasNothingToDoWith() {
        PatientId stranger = people.patient(people.clinic2, "赵敏");
        assertThat(api.get(people.physician1, ROOT + "/results?patientId=" + stranger)
                        .status())
                .isEqualTo(403);
        assertThat(api.get(people.physician1, ROOT + "/results?patientId=" + Uuids.next())
                        .status())
                .isEqualTo(404);
        assertThat(api.get(people.physician1, ROOT + "/results").status()).isEqualTo(400);
        assertThat(api.get(people.admin, ROOT + "/results?patientId=" + stranger)
                        .status())
                .isEqualTo(403);
        assertThat(api.get(people.reader, ROOT + "/results?patientId=" + stranger)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsDecisionsWithTheirReasons() {
        StudyId study = people.study(people.clinic2, there, Study.of(daysAgo(2)));
        signed(study, people.clinic2, 1, "A");
        String result =
                only(results(people.physician1, here.value(), null)).get("id").asText();
        String head = "{\"resultId\": \"" + result + "\", \"item\": \"CT-CHEST\", \"decision\": ";
        Answer bare = decide(head + "\"repeated\"}");
        assertThat(bare.body().get("errors").findValuesAsText("field")).containsExactly("reason", "patientInformed");
        assertThat(decide(head + "\"repeated\", \"reason\": \"other\", \"patientInformed\": true}")
                        .body()
                        .get("errors")
                        .findValuesAsText("field"))
                .containsExactly("note");
        assertThat(decide(head + "\"repeated\", \"reason\": \"emergency\", \"patientInformed\": false}")
                        .status())
                .isEqualTo(400);
        assertThat(decide(head + "\"repeated\", \"reason\": \"curiosity\", \"patientInformed\": true}")
                        .status())
                .isEqualTo(400);
        assertThat(decide(head.replace("CT-CHEST", "CT-HEAD") + "\"recognized\"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.post(people.reader, ROOT + "/decisions", head + "\"recognized\"}")
                        .status())
                .isEqualTo(403);

        assertThat(decide(head + "\"repeated\", \"reason\": \"changesQuickly\", \"patientInformed\": true}")
                        .status())
                .isEqualTo(201);
        assertThat(decide(head + "\"recognized\", \"examOrderId\": \"HIS-1\"}").status())
                .isEqualTo(201);
        JsonNode list = api.get(people.physician1, ROOT + "/decisions?patientId=" + here + "&limit=1")
                .body();
        assertThat(list.get("items").findValuesAsText("decision")).containsExactly("recognized");
        JsonNode rest = api.get(
                        people.physician1,
                        ROOT + "/decisions?patientId=" + here + "&cursor="
                                + list.get("next").asText())
                .body();
        assertThat(rest.get("items").findValuesAsText("reason")).containsExactly("changesQuickly");
        assertThat(only(results(people.physician1, here.value(), null))
                        .at("/decision/decision")
                        .asText())
                .isEqualTo("recognized");
        assertThat(only(results(people.physician2, there.value(), null)).has("decision"))
                .isFalse();
    }

    @Test
    void refusesToRecognizeWhatIsNotOffered() {
        StudyId study = people.study(people.clinic2, there, Study.of(daysAgo(2)));
        signed(study, people.clinic2, 1, "C");
        String result =
                only(results(people.physician1, here.value(), null)).get("id").asText();
        Answer refused =
                decide("{\"resultId\": \"" + result + "\", \"item\": \"CT-CHEST\", \"decision\": \"recognized\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/code").asText()).isEqualTo("not-recognizable");
    }

    @Test
    void administratorsQualifyOrganizations() {
        String draft = "{\"organizationId\": \"" + people.clinic1
                + "\", \"itemCode\": \"CT-HEAD\", \"from\": \"2026-01-01\", \"until\": \"2026-12-31\", \"area\": \"全国\"}";
        assertThat(api.post(people.physician1, ROOT + "/qualifications", draft).status())
                .isEqualTo(403);
        assertThat(api.post(people.admin, ROOT + "/qualifications", draft.replace("CT-HEAD", "CT-TAIL"))
                        .status())
                .isEqualTo(400);
        assertThat(api.post(people.admin, ROOT + "/qualifications", draft).status())
                .isEqualTo(201);
        JsonNode list = api.get(people.admin, ROOT + "/qualifications?organizationId=" + people.clinic1)
                .body();
        assertThat(list.get("items").get(0).at("/item/name").asText()).isEqualTo("Head CT");
        StudyId study = people.study(people.clinic1, here, Study.of(daysAgo(1)).kind("CT", "HEAD"));
        signed(study, people.clinic1, 1, "A", "CT-HEAD");
        assertThat(only(results(people.physician1, here.value(), "CT-HEAD"))
                        .get("mark")
                        .asText())
                .isEqualTo("全国HR");
    }

    @Test
    void aWithdrawnQualificationMarksNothingAnyMore() {
        String made = api.post(
                        people.admin,
                        ROOT + "/qualifications",
                        "{\"organizationId\": \"" + people.clinic2
                                + "\", \"itemCode\": \"CT-HEAD\", \"from\": \"2026-01-01\", \"until\": \"2026-12-31\"}")
                .body()
                .get("id")
                .asText();
        String withdraw = ROOT + "/qualifications/" + made + "/withdraw";
        assertThat(api.post(people.physician1, withdraw, "{\"reason\": \"录入错误\"}")
                        .status())
                .isEqualTo(403);
        assertThat(api.post(people.admin, withdraw, "{\"reason\": \"\"}").status())
                .isEqualTo(400);
        Answer withdrawn = api.post(people.admin, withdraw, "{\"reason\": \"录入错误\"}");
        assertThat(withdrawn.status()).isEqualTo(200);
        assertThat(withdrawn.body().has("withdrawnAt")).isTrue();
        assertThat(api.post(people.admin, withdraw, "{\"reason\": \"录入错误\"}").type())
                .isEqualTo("wrong-state");
        assertThat(database.<Boolean>read(
                        handle -> Qualifications.on(handle, people.clinic2, "CT-HEAD", LocalDate.of(2026, 6, 1))
                                .isPresent()))
                .isFalse();
    }

    @Test
    void qualifiesForManyItemsOrForNone() {
        String draft = "{\"organizationId\": \"" + people.clinic2
                + "\", \"itemCodes\": [\"CT-HEAD\", \"CT-CHEST\", \"CT-HEAD\"], \"from\": \"2040-01-01\", \"until\": \"2040-12-31\"}";
        String batch = ROOT + "/qualifications/batch";
        String there = ROOT + "/qualifications?organizationId=" + people.clinic2;
        int before = api.get(people.admin, there).body().get("items").size();
        assertThat(api.post(people.physician1, batch, draft).status()).isEqualTo(403);
        assertThat(api.post(people.admin, batch, draft.replace("CT-CHEST", "CT-TAIL"))
                        .status())
                .isEqualTo(400);
        assertThat(api.post(people.admin, batch, draft.replace("\"CT-HEAD\", \"CT-CHEST\", \"CT-HEAD\"", ""))
                        .status())
                .isEqualTo(400);
        assertThat(api.get(people.admin, there).body().get("items")).hasSize(before);
        Answer made = api.post(people.admin, batch, draft);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().get("items")).hasSize(2);
        assertThat(api.get(people.admin, there).body().get("items")).hasSize(before + 2);
    }

    @Test
    void retiresItemsThatHaveLeftTheCatalogue() throws IOException {
        try (TestDatabase other = TestDatabase.create(clock)) {
            RecognitionItems items = new RecognitionItems();
            items.load(other.database(), catalog);
            Path next = Files.createDirectory(catalog.resolve("next"));
            Files.writeString(next.resolve("recognition-items.yaml"), """
                    items:
                      - {code: CT-HEAD, name: 头颅CT, modality: CT, bodyPart: HEAD, validityDays: 7, area: 省}
                    """);
            items.load(other.database(), next);
            assertThat(items.byCode("CT-CHEST")).isEmpty();
            assertThat(other.database()
                            .<List<String>>read(handle -> handle.createQuery(
                                            "select code from recognition_item where retired_at is not null")
                                    .mapTo(String.class)
                                    .list()))
                    .containsExactly("CT-CHEST");
            assertThat(items.byCode("CT-HEAD").orElseThrow().validityDays()).isEqualTo(7);
        }
    }

    private static Instant daysAgo(int days) {
        return TODAY.minusDays(days).atTime(9, 0).atZone(ZONE).toInstant();
    }

    private static ReportId signed(StudyId study, OrganizationId organization, int number, String quality) {
        return signed(study, organization, number, quality, "CT-CHEST");
    }

    private static ReportId signed(
            StudyId study, OrganizationId organization, int number, String quality, String item) {
        ReportId report = ReportId.next();
        ReadingRequestId request = ReadingRequestId.next();
        database.run(transaction -> {
            transaction
                    .handle()
                    .createUpdate("""
                            insert into reading_request (id, version, state, organization_id, study_id, modality, mode, priority,
                              purpose, clinical_info, filed_at, arrived_at, due_at, clock_started)
                            values (:id, 1, 'final', :organization, :study, 'CT', 'A', 'routine', 'outpatient', '', :now, :now,
                              :now, true)
                            """)
                    .bind("id", request)
                    .bind("organization", organization)
                    .bind("study", study)
                    .bind("now", transaction.now())
                    .execute();
            transaction
                    .handle()
                    .createUpdate("""
                            insert into report (id, version, reading_request_id, organization_id, study_id, status, number)
                            values (:id, 1, :request, :organization, :study, 'final', 1)
                            """)
                    .bind("id", report)
                    .bind("request", request)
                    .bind("organization", organization)
                    .bind("study", study)
                    .execute();
        });
        amended(report, study, organization, number, quality, item);
        return report;
    }

    private static void amended(
            ReportId report, StudyId study, OrganizationId organization, int number, String quality) {
        amended(report, study, organization, number, quality, "CT-CHEST");
    }

    private static void amended(
            ReportId report, StudyId study, OrganizationId organization, int number, String quality, String item) {
        publish(
                "report.final",
                report,
                organization,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("studyId", study.toString())
                        .put("number", number)
                        .put("imageQuality", quality)
                        .put("itemCode", item));
    }

    private static void publish(
            String type,
            ReportId report,
            OrganizationId organization,
            com.fasterxml.jackson.databind.node.ObjectNode facts) {
        database.run(transaction ->
                transaction.publish(Event.of(type, "report", report, 1, organization, transaction.now(), facts)));
        drained();
    }

    private static void drained() {
        Eventually.until(
                "events were consumed",
                Duration.ofSeconds(10),
                () -> database.outbox().waiting() == 0);
    }

    private static boolean may(Actor.Person person, Subject subject) {
        return database.read(handle -> access.may(handle, person, Permission.STUDY_READ, subject));
    }

    private static int grants(StudyId study) {
        return database.read(handle -> handle.createQuery(
                        "select count(*) from access_grant where object_id = :id and source = 'recognition'")
                .bind("id", study)
                .mapTo(Integer.class)
                .one());
    }

    private static JsonNode results(Actor.Person person, UUID patient, String item) {
        Answer answer = api.get(person, ROOT + "/results?patientId=" + patient + (item == null ? "" : "&item=" + item));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static JsonNode only(JsonNode page) {
        assertThat(page.get("items")).hasSize(1);
        return page.get("items").get(0);
    }

    private static Answer decide(String body) {
        return api.post(people.physician1, ROOT + "/decisions", body);
    }
}
