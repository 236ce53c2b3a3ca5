package org.huizhen.server.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.Eventually;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestApi;
import org.huizhen.server.TestApi.Answer;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.TestConsortium.Study;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an order by hand says reaches the reading request and the signature; what readers say of images reaches the clinic. */
class OrderedReadingIT {
    private static final String REQUESTS = "/api/v1/reading-requests";

    private static TestDatabase test;
    private static SettableClock clock;
    private static TestConsortium people;
    private static TestApi api;

    @BeforeAll
    static void start() {
        clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
        test = TestDatabase.create(clock);
        people = new TestConsortium(test.database());
        Access access = new Access(clock, new Grants());
        ReadingFeature feature = TestReading.feature(
                test.database(), access, clock, new NoItems(), (handle, report) -> Optional.empty());
        test.database().run(transaction -> feature.setRule(transaction, people.clinic1, "DX", "A", "routine"));
        test.database().outbox().start();
        Routes routes = new Routes();
        feature.routes(routes);
        api = new TestApi(routes, access, people);
    }

    @AfterAll
    static void stop() {
        api.close();
        test.close();
    }

    @Test
    void readsForThePurposeThatWasOrderedThoughTheOrderCameLater() {
        PatientId patient = people.patient(people.clinic1, "王秀英");
        StudyId study =
                people.study(people.clinic1, patient, Study.of(clock.instant()).kind("DX", "KNEE"));
        JsonNode filed = request(study);
        assertThat(filed.get("purpose").asText()).isEqualTo("outpatient");
        order(study, patient, "right", "inpatient", "膝关节疼痛三天");
        Eventually.until(
                "the request took the order over",
                Duration.ofSeconds(5),
                () -> request(study).get("purpose").asText().equals("inpatient"));
        assertThat(request(study).get("clinicalInfo").asText()).isEqualTo("膝关节疼痛三天");
    }

    @Test
    void readsAnEmergencyOrderAsAnEmergency() {
        PatientId patient = people.patient(people.clinic1, "李建国");
        StudyId study =
                people.study(people.clinic1, patient, Study.of(clock.instant()).kind("DX", "CHEST"));
        Instant due = Instant.parse(request(study).get("dueAt").asText());
        order(study, patient, null, "emergency", "外伤");
        Eventually.until(
                "the request became an emergency",
                Duration.ofSeconds(5),
                () -> request(study).get("priority").asText().equals("emergency"));
        assertThat(Instant.parse(request(study).get("dueAt").asText())).isBefore(due);
    }

    @Test
    void refusesToSignTheOtherSideThanWasOrdered() {
        PatientId patient = people.patient(people.clinic1, "赵小妹");
        StudyId study =
                people.study(people.clinic1, patient, Study.of(clock.instant()).kind("DX", "KNEE"));
        request(study);
        order(study, patient, "right", "outpatient", "");
        String one = one(study);
        ok(api.post(people.reader, one + "/claim", null));
        ok(api.put(people.reader, one + "/report", draft("左膝关节骨质完整", "A", null), null));
        ok(api.post(people.reader, one + "/write", null));
        ok(api.post(people.reviewer, one + "/claim", null));
        Answer refused = api.post(people.reviewer, one + "/review", "{\"decision\": \"approve\"}");
        assertThat(refused.type()).isEqualTo("safety-check");
        assertThat(refused.body().at("/rules/0/rule").asText()).isEqualTo("laterality");
    }

    @Test
    void asksWhyImagesAreGradedPoorBeforeAReportIsWritten() {
        StudyId study = people.study(
                people.clinic1,
                people.patient(people.clinic1, "孙大勇"),
                Study.of(clock.instant()).kind("DX", "CHEST"));
        request(study);
        String one = one(study);
        ok(api.post(people.reader, one + "/claim", null));
        ok(api.put(people.reader, one + "/report", draft("双肺", "C", null), null));
        Answer refused = api.post(people.reader, one + "/write", null);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("qualityReason");
        ok(api.put(people.reader, one + "/report", draft("双肺", "C", "体位不正"), null));
        ok(api.post(people.reader, one + "/write", null));
        ok(api.post(people.reviewer, one + "/claim", null));
        ok(api.post(people.reviewer, one + "/review", "{\"decision\": \"approve\"}"));
        JsonNode own = figures("DX");
        assertThat(own.get("c").asInt()).isPositive();
        assertThat(own.get("reasons").findValuesAsText("reason")).contains("体位不正");
    }

    @Test
    void countsWasteThatWentBackToTheClinic() {
        StudyId study = people.study(
                people.clinic1,
                people.patient(people.clinic1, "周阿姨"),
                Study.of(clock.instant()).kind("DX", "CHEST"));
        request(study);
        String one = one(study);
        ok(api.post(people.reader, one + "/claim", null));
        ok(api.put(people.reader, one + "/report", draft("", "rejected", "运动伪影"), null));
        ok(api.post(people.reader, one + "/return", "{\"reason\": \"废片，请重拍：运动伪影\"}"));
        assertThat(ok(api.get(people.physician1, one)).get("returnReason").asText())
                .contains("运动伪影");
        JsonNode own = figures("DX");
        assertThat(own.get("returned").asInt()).isPositive();
        assertThat(own.get("reasons").findValuesAsText("reason")).contains("运动伪影");
        assertThat(ok(api.get(people.physician2, "/api/v1/image-quality")).get("items"))
                .as("another clinic sees its own only")
                .isEmpty();
    }

    @Test
    void rejectsTheStudyOfWasteImagesUntilTheClinicResubmitsIt() {
        StudyId study = waste("郑重拍");
        assertThat(state(study)).isEqualTo("rejected");
        assertThat(events(study)).endsWith("study.rejected");
        assertThat(actions(study)).containsExactly("study.reject");
        assertThat(ok(api.get(people.reader, one(study))).at("/study/state").asText())
                .isEqualTo("rejected");
        ok(api.post(people.physician1, one(study) + "/resubmit", "{}"));
        assertThat(state(study)).isEqualTo("complete");
        assertThat(events(study)).endsWith("study.rejected", "study.restored");
        assertThat(actions(study)).containsExactly("study.reject", "study.restore");
        assertThat(ok(api.get(people.reader, one(study))).get("secondsLeft").asLong())
                .as("the clock runs again")
                .isPositive();
    }

    @Test
    void aStudyReturnedForAnotherReasonIsNotRejected() {
        StudyId study = people.study(
                people.clinic1,
                people.patient(people.clinic1, "何资料"),
                Study.of(clock.instant()).kind("DX", "CHEST"));
        request(study);
        ok(api.post(people.reader, one(study) + "/claim", null));
        ok(api.put(people.reader, one(study) + "/report", draft("", "B", null), null));
        ok(api.post(people.reader, one(study) + "/return", "{\"reason\": \"请补充病史\"}"));
        assertThat(state(study)).isEqualTo("complete");
    }

    @Test
    void asksForNothingNewOfARejectedStudy() {
        StudyId study = waste("冯作废");
        ok(api.post(people.physician1, one(study) + "/cancel", "{\"reason\": \"已重拍\"}"));
        assertThat(state(study)).as("it is taken again as another study").isEqualTo("rejected");
        Answer refused = api.post(
                people.physician1,
                "/api/v1/reading-requests",
                "{\"studyId\": \"" + study + "\", \"priority\": \"routine\", \"clinicalInfo\": \"\"}");
        assertThat(refused.type()).isEqualTo("wrong-state");
    }

    private static StudyId waste(String name) {
        StudyId study = people.study(
                people.clinic1,
                people.patient(people.clinic1, name),
                Study.of(clock.instant()).kind("DX", "CHEST"));
        request(study);
        ok(api.post(people.reader, one(study) + "/claim", null));
        ok(api.put(people.reader, one(study) + "/report", draft("", "rejected", "运动伪影"), null));
        ok(api.post(people.reader, one(study) + "/return", "{\"reason\": \"废片，请重拍\"}"));
        return study;
    }

    private static String state(StudyId study) {
        return text("select state from study where id = :id", study).getFirst();
    }

    private static List<String> events(StudyId study) {
        return text(
                "select type from outbox_event where aggregate_id = :id and type like 'study.re%' order by version",
                study);
    }

    private static List<String> actions(StudyId study) {
        return text(
                "select action from audit_event where object_id = :id::text and action like 'study.re%' order by at",
                study);
    }

    private static List<String> text(String query, StudyId study) {
        return test.database()
                .read(handle -> handle.createQuery(query)
                        .bind("id", study)
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void letsTheConsortiumsAdministratorConfirmAYearOfTheWorkingCalendar() {
        String path = "/api/v1/working-calendar/2027";
        JsonNode unconfirmed = ok(api.get(people.reader, path));
        assertThat(unconfirmed.get("version").asLong()).isZero();
        assertThat(unconfirmed.has("confirmedBy")).isFalse();
        String days = "{\"holidays\": [\"2027-01-01\"], \"workdays\": [\"2027-01-02\"]}";
        assertThat(api.put(people.reader, path, days, 0L).status()).isEqualTo(403);
        JsonNode confirmed = ok(api.put(people.admin, path, days, 0L));
        assertThat(confirmed.get("holidays").get(0).asText()).isEqualTo("2027-01-01");
        assertThat(confirmed.get("confirmedBy").asText()).isNotEmpty();
        assertThat(api.put(people.admin, path, days, 0L).status())
                .as("somebody else confirmed in between")
                .isEqualTo(412);
        assertThat(api.put(people.admin, path, "{\"holidays\": [\"2026-01-01\"], \"workdays\": []}", 1L)
                        .status())
                .isEqualTo(400);
        assertThat(ok(api.get(people.reader, "/api/v1/turnaround-targets")).get("items"))
                .isNotEmpty();
    }

    @Test
    void warnsWhereTheModalitysClockRunsMoreThanFiveMinutesAhead() {
        PatientId patient = people.patient(people.clinic1, "吴钟");
        Instant now = clock.instant();
        StudyId right = people.study(
                people.clinic1, patient, Study.of(now.plusSeconds(240)).kind("DX", "CHEST"));
        StudyId wrong = people.study(
                people.clinic1, patient, Study.of(now.plusSeconds(600)).kind("DX", "CHEST"));
        assertThat(request(right).at("/study/clockAheadMinutes").isMissingNode())
                .isTrue();
        assertThat(request(wrong).at("/study/clockAheadMinutes").asInt()).isEqualTo(10);
    }

    private static JsonNode figures(String modality) {
        for (JsonNode row :
                ok(api.get(people.physician1, "/api/v1/image-quality")).get("items")) {
            if (row.get("modality").asText().equals(modality)) {
                return row;
            }
        }
        throw new AssertionError("no figures of " + modality);
    }

    private static String draft(String findings, String quality, String reason) {
        return "{\"findings\": \"%s\", \"conclusion\": \"%s\", \"positive\": false, \"imageQuality\": \"%s\", \"itemCode\": \"none\"%s}"
                .formatted(
                        findings,
                        findings.isEmpty() ? "" : "未见异常",
                        quality,
                        reason == null ? "" : ", \"qualityReason\": \"" + reason + "\"");
    }

    /** As the order feature leaves it behind. */
    private static void order(StudyId study, PatientId patient, String laterality, String purpose, String indication) {
        ExamOrderId order = new ExamOrderId(Uuids.next());
        String accession = "A" + Math.abs(order.value().getLeastSignificantBits() % 1_000_000_000);
        test.database().run(transaction -> {
            transaction
                    .handle()
                    .createUpdate("update study set accession_number = :accession where id = :study")
                    .bind("accession", accession)
                    .bind("study", study)
                    .execute();
            transaction
                    .handle()
                    .createUpdate("""
                            insert into exam_order (id, organization_id, patient_id, accession_number, status, modality,
                              contrast, laterality, indication, purpose, ordered_by, ordered_by_name, ordered_at)
                            values (:id, :organization, :patient, :accession, 'performed', 'DX', false, :laterality,
                              :indication, :purpose, :by, 'Dr', :now)
                            """)
                    .bind("id", order)
                    .bind("organization", people.clinic1)
                    .bind("patient", patient)
                    .bind("accession", accession)
                    .bind("laterality", laterality)
                    .bind("indication", indication)
                    .bind("purpose", purpose)
                    .bind("by", people.physician1.userId())
                    .bind("now", transaction.now())
                    .execute();
            transaction.publish(
                    Event.of("examOrder.performed", "examOrder", order, 1, people.clinic1, transaction.now()));
        });
    }

    private static String one(StudyId study) {
        return REQUESTS + "/" + request(study).get("id").asText();
    }

    private static JsonNode request(StudyId study) {
        Eventually.until(
                "the request was filed",
                Duration.ofSeconds(5),
                () -> !ok(api.get(people.reader, REQUESTS + "?studyId=" + study))
                        .get("items")
                        .isEmpty());
        return ok(api.get(people.reader, REQUESTS + "?studyId=" + study)).at("/items/0");
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }
}
