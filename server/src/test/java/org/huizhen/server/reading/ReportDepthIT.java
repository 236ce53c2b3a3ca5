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
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Safety at the signature, what happens to reports afterwards, and the clocks beside, through the API. */
class ReportDepthIT {
    private static final String REQUESTS = "/api/v1/reading-requests";
    private static final String APPROVE = "{\"decision\": \"approve\"}";
    private static final String REASON = "{\"reason\": \"补充\"}";

    private static TestDatabase test;
    private static SettableClock clock;
    private static TestConsortium people;
    private static ReadingFeature feature;
    private static TestApi api;
    private PatientId patient;
    private StudyId study;
    private String request;

    @BeforeAll
    static void start() {
        clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
        test = TestDatabase.create(clock);
        people = new TestConsortium(test.database());
        Access access = new Access(clock, new Grants());
        feature = TestReading.feature(
                test.database(), access, clock, new NoItems(), (handle, report) -> Optional.empty());
        test.database().run(transaction -> feature.setRule(transaction, people.clinic1, "CT", "A", "emergency"));
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

    @BeforeEach
    void file() {
        patient = people.patient(people.clinic1, "王秀英");
        study = people.study(people.clinic1, patient, Study.of(clock.instant()));
        Eventually.until("the request was filed", Duration.ofSeconds(5), () -> {
            JsonNode items =
                    ok(api.get(people.reader, REQUESTS + "?studyId=" + study)).get("items");
            request = items.isEmpty() ? null : items.get(0).get("id").asText();
            return request != null;
        });
    }

    @Test
    void namesEachRuleAndSignsWhatIsConfirmedWithAReason() {
        written(draft("前列腺增大", "前列腺增生", true));
        claimReview();
        Answer refused = review(APPROVE);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.type()).isEqualTo("safety-check");
        assertThat(refused.body().at("/rules/0/rule").asText()).isEqualTo("sex");
        assertThat(refused.body().at("/rules/0/message").asText()).contains("前列腺");
        assertThat(review("{\"decision\": \"approve\", \"confirm\": [\"sex\"]}").status())
                .isEqualTo(400);
        JsonNode signed =
                ok(review("{\"decision\": \"approve\", \"confirm\": [\"sex\"], \"confirmReason\": \"性别重置术后，已核对\"}"));
        JsonNode report = ok(api.get(people.physician1, report(signed)));
        assertThat(report.at("/confirmations/0/rule").asText()).isEqualTo("sex");
        assertThat(report.at("/confirmations/0/reason").asText()).isEqualTo("性别重置术后，已核对");
    }

    @Test
    void letsNobodyConfirmAContradiction() {
        written(draft("双肺纹理清晰", "未见异常", true));
        assertThat(ok(api.get(people.reader, one() + "/report/checks")).at("/items/0/confirmable"))
                .hasToString("false");
        claimReview();
        Answer refused =
                review("{\"decision\": \"approve\", \"confirm\": [\"nothingButPositive\"], \"confirmReason\": \"x\"}");
        assertThat(refused.type()).isEqualTo("safety-check");
        assertThat(refused.body().at("/errors/0/field").asText()).isEqualTo("positive");
    }

    @Test
    void comparesTheTextWithTheSideThatTheImagesName() {
        test.database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate(
                                "insert into series (id, study_id, series_instance_uid, modality, laterality, received_at)"
                                        + " values (:id, :study, :uid, 'CT', 'L', :now)")
                        .bind("now", transaction.now())
                        .bind("id", Uuids.next())
                        .bind("study", study)
                        .bind("uid", "2.25." + Math.abs(Uuids.next().getLeastSignificantBits()))
                        .execute());
        written(draft("右肩关节骨质完整", "右肩未见骨折", false));
        claimReview();
        assertThat(review(APPROVE).body().at("/rules/0/rule").asText()).isEqualTo("laterality");
        ok(review("{\"decision\": \"approve\", \"confirm\": [\"laterality\"], \"confirmReason\": \"标记贴反，已问技师\"}"));
    }

    @Test
    void letsTheReviewerCorrectTheTextAndKeepsWhoWroteWhat() {
        written(draft("双肺纹理清晰", "未见异常", true));
        claimReview();
        JsonNode signed = ok(review("""
                {"decision": "approve", "content": {"findings": "双肺纹理清晰", "conclusion": "右肺结节", "positive": true,
                  "imageQuality": "B", "itemCode": "none", "qualityReason": "呼吸伪影"}}"""));
        JsonNode clinic = ok(api.get(people.physician1, report(signed)));
        assertThat(clinic.get("conclusion").asText()).isEqualTo("右肺结节");
        assertThat(clinic.has("correctedFrom")).isFalse();
        JsonNode inside = ok(api.get(people.reader, report(signed)));
        assertThat(inside.at("/correctedFrom/conclusion").asText()).isEqualTo("未见异常");
        assertThat(inside.at("/written/person/name").asText()).isEqualTo("Dr reader");
        assertThat(inside.at("/reviewed/person/name").asText()).isEqualTo("Dr reviewer");
    }

    @Test
    void signsWasteImagesOnlyWithAReason() {
        written(waste("运动伪影", "无法诊断"));
        claimReview();
        assertThat(review(APPROVE).type()).isEqualTo("waste-images");
        JsonNode signed = ok(review(
                "{\"decision\": \"approve\", \"confirm\": [\"waste-images\"], \"confirmReason\": \"患者已转院，无法重拍\"}"));
        assertThat(ok(api.get(people.reader, report(signed)))
                        .at("/confirmations/0/rule")
                        .asText())
                .isEqualTo("waste-images");
    }

    @Test
    void asksEverybodyWhoOpenedTheEarlierVersionAndEscalatesTheSilent() {
        String report = report(signed(draft("双肺", "未见异常", false)));
        ok(api.get(people.physician1, report));
        Actor.Person colleague = people.person("colleague" + request, people.clinic1, "physician");
        amended(report, draft("双肺", "右肺结节", true));

        JsonNode asked = ok(api.get(people.reader, "/api/v1/report-acknowledgements?reportId=" + id(report)));
        assertThat(asked.get("items")).hasSize(1);
        assertThat(asked.at("/items/0/person/name").asText()).isEqualTo("Dr physician1");
        assertThat(asked.at("/items/0/kind").asText()).isEqualTo("amended");
        assertThat(asked.at("/items/0/reason").asText()).isEqualTo("补充");
        assertThat(ok(api.get(people.physician1, report)).get("acknowledge").asBoolean())
                .isTrue();
        assertThat(api.post(colleague, report + "/acknowledge", null).type()).isEqualTo("conflict");
        assertThat(api.post(people.physician2, report + "/acknowledge", null).status())
                .isEqualTo(403);

        clock.pass(Duration.ofMinutes(31));
        feature.watch();
        JsonNode late = ok(api.get(people.reader, "/api/v1/report-acknowledgements?reportId=" + id(report)));
        assertThat(late.at("/items/0/escalations").asInt()).isEqualTo(1);
        assertThat(events(id(report))).contains("report.acknowledgementAsked", "report.acknowledgementEscalated");
        assertThat(ok(api.get(colleague, "/api/v1/report-acknowledgements?mine=true"))
                        .get("items")
                        .findValuesAsText("reportId"))
                .contains(id(report));
        assertThat(ok(api.post(colleague, report + "/acknowledge", null))
                        .get("acknowledged")
                        .asInt())
                .isEqualTo(1);
        assertThat(ok(api.get(people.reader, "/api/v1/report-acknowledgements?reportId=" + id(report)))
                        .get("items"))
                .isEmpty();
        assertThat(ok(api.get(people.reader, "/api/v1/report-acknowledgements?status=all&reportId=" + id(report)))
                        .at("/items/0/acknowledgedBy")
                        .asText())
                .startsWith("Dr colleague");
    }

    @Test
    void asksThoseWhoOpenedAVoidedReport() {
        String report = report(signed(draft("双肺", "未见异常", false)));
        ok(api.get(people.physician1, report));
        ok(api.post(people.reviewer, report + "/void", "{\"reason\": \"患者错误\"}"));
        JsonNode gone = ok(api.get(people.physician1, report));
        assertThat(gone.get("acknowledge").asBoolean()).isTrue();
        assertThat(ok(api.post(people.physician1, report + "/acknowledge", null))
                        .get("acknowledged")
                        .asInt())
                .isEqualTo(1);
        assertThat(ok(api.get(people.physician1, report)).has("acknowledge")).isFalse();
    }

    @Test
    void givesAnAmendmentUp() {
        JsonNode signed = signed(draft("双肺", "未见异常", false));
        String report = report(signed);
        ok(api.post(people.reader, report + "/amend", REASON));
        ok(api.post(people.secondReader, one() + "/claim", null));
        assertThat(api.post(people.reader, report + "/withdraw-amendment", REASON)
                        .type())
                .isEqualTo("already-claimed");
        JsonNode back = ok(api.post(people.secondReader, report + "/withdraw-amendment", REASON));
        assertThat(back.get("status").asText()).isEqualTo("final");
        assertThat(back.at("/writer/name").asText()).isEqualTo("Dr reader");
        assertThat(back.at("/reviewer/name").asText()).isEqualTo("Dr reviewer");
        assertThat(back.has("lease")).isFalse();
        assertThat(back.has("amendReason")).isFalse();
        assertThat(ok(api.get(people.physician1, report)).has("amending")).isFalse();
        assertThat(api.post(people.reader, report + "/withdraw-amendment", REASON)
                        .type())
                .isEqualTo("wrong-state");
    }

    @Test
    void alarmsWhenAPreliminaryReportStaysUnreviewedAndPushesTheDifference() {
        ok(api.post(people.reviewer, one() + "/claim", null));
        ok(api.put(people.reviewer, one() + "/report", draft("右肺结节", "右肺结节", true), null));
        JsonNode out = ok(api.post(people.reviewer, one() + "/preliminary", null));
        assertThat(out.at("/preliminary/overdue").asBoolean()).isFalse();
        assertThat(ok(api.get(people.physician1, report(out))).get("status").asText())
                .isEqualTo("preliminary");
        clock.pass(Duration.ofMinutes(121));
        feature.watch();
        feature.watch();
        assertThat(events(request)).containsOnlyOnce("readingRequest.preliminaryOverdue");
        JsonNode late = ok(api.get(people.reader, REQUESTS + "?alarm=preliminary&limit=500"));
        assertThat(late.get("items").findValuesAsText("id")).contains(request);
        assertThat(ok(api.get(people.reader, one())).at("/preliminary/overdue").asBoolean())
                .isTrue();

        ok(api.post(people.reviewer, one() + "/claim", null));
        ok(api.post(people.reviewer, one() + "/write", null));
        Actor.Person second = people.person("second" + request, people.center, "reviewer");
        ok(api.post(second, one() + "/claim", null));
        JsonNode signed = ok(api.post(
                second,
                one() + "/review",
                "{\"decision\": \"approve\", \"content\": " + draft("右肺结节", "左侧胸腔积液及右肺结节", true) + "}"));
        assertThat(signed.has("preliminary")).isFalse();
        assertThat(ok(api.get(people.physician1, "/api/v1/report-acknowledgements?mine=true"))
                        .at("/items")
                        .findValuesAsText("kind"))
                .contains("differs");
        ok(api.post(people.physician1, report(signed) + "/acknowledge", null));
    }

    @Test
    void callsTheNextReaderAndThenTheHeadWhenATargetIsMissedAndCountsIt() {
        int before = counts().get("overdue").asInt();
        clock.pass(Duration.ofMinutes(61));
        feature.watch();
        feature.watch();
        assertThat(events(request)).containsOnlyOnce("readingRequest.overdue");
        JsonNode late = ok(api.get(people.reader, one()));
        assertThat(late.get("missedLevel").asInt()).isEqualTo(1);
        long version = late.get("version").asLong();
        assertThat(counts().get("overdue").asInt()).isGreaterThan(before);
        clock.pass(Duration.ofMinutes(16));
        feature.watch();
        assertThat(events(request)).contains("readingRequest.overdueAtHead");
        assertThat(ok(api.get(people.reader, one())).get("version").asLong())
                .as("an alarm makes nobody's change stale")
                .isEqualTo(version);
        assertThat(test.database()
                        .<Integer>read(handle -> handle.createQuery(
                                        "select count(*) from reading_miss where reading_request_id = cast(:id as uuid)")
                                .bind("id", request)
                                .mapTo(Integer.class)
                                .one()))
                .isEqualTo(2);
        signed(draft("双肺", "未见异常", false));
        assertThat(ok(api.get(people.reader, one())).has("missedLevel")).isFalse();
    }

    @Test
    void letsTheNextReaderTakeOverFromOneWhoHoldsAnOverdueCaseAndDoesNothing() {
        ok(api.post(people.reader, one() + "/claim", null));
        String takeOver = "{\"reason\": \"已超时，书写医师未处理\"}";
        assertThat(api.post(people.secondReader, one() + "/take-over", takeOver).status())
                .as("in time: a senior only")
                .isEqualTo(403);
        for (int minutes = 0; minutes < 65; minutes += 13) { // the viewer stays open: the claim is renewed and renewed
            clock.pass(Duration.ofMinutes(13));
            ok(api.post(people.reader, one() + "/renew", null));
        }
        feature.watch();
        JsonNode late = ok(api.get(people.secondReader, one()));
        assertThat(late.get("missedLevel").asInt()).isEqualTo(1);
        assertThat(late.at("/claimedBy/id").asText())
                .isEqualTo(people.reader.userId().toString());
        JsonNode taken = ok(api.post(people.secondReader, one() + "/take-over", takeOver));
        assertThat(taken.at("/lease/holder/id").asText())
                .isEqualTo(people.secondReader.userId().toString());
        assertThat(api.post(people.reader, one() + "/renew", null).status()).isEqualTo(409);
    }

    @Test
    void bringsASignedCaseBackWhenImagesComeLate() {
        signed(draft("双肺", "未见异常", false));
        people.change(study, people.clinic1, "state = 'arriving', received = 5, announced = 5", "study.reopened");
        Eventually.until(
                "the case came back",
                Duration.ofSeconds(5),
                () -> ok(api.get(people.reader, one())).has("lateImages"));
        JsonNode back = ok(api.get(people.reader, one()));
        assertThat(back.get("status").asText()).isEqualTo("final");
        assertThat(back.at("/lateImages/received").asInt()).isEqualTo(5);
        assertThat(back.at("/lateImages/signed").asInt()).isEqualTo(3);
        assertThat(events(request)).containsOnlyOnce("readingRequest.reopened");
        assertThat(ok(api.get(people.reader, REQUESTS + "?alarm=lateImages&limit=500"))
                        .get("items")
                        .findValuesAsText("id"))
                .contains(request);
        assertThat(api.post(
                                people.physician1,
                                one() + "/late-images",
                                "{\"decision\": \"unchanged\", \"reason\": \"x\"}")
                        .status())
                .isEqualTo(403);
        JsonNode seen = ok(api.post(
                people.reader, one() + "/late-images", "{\"decision\": \"unchanged\", \"reason\": \"定位像，结论不变\"}"));
        assertThat(seen.has("lateImages")).isFalse();
        people.change(study, people.clinic1, "received = 6, announced = 6", "study.updated");
        Eventually.until(
                "it came back again",
                Duration.ofSeconds(5),
                () -> ok(api.get(people.reader, one())).has("lateImages"));
        JsonNode amending =
                ok(api.post(people.reader, one() + "/late-images", "{\"decision\": \"amend\", \"reason\": \"薄层补传\"}"));
        assertThat(amending.get("status").asText()).isEqualTo("amending");
        assertThat(amending.get("amendReason").asText()).isEqualTo("薄层补传");
    }

    private static String draft(String findings, String conclusion, boolean positive) {
        return "{\"findings\": \"" + findings + "\", \"conclusion\": \"" + conclusion + "\", \"positive\": " + positive
                + ", \"imageQuality\": \"A\", \"itemCode\": \"none\"}";
    }

    private static String waste(String findings, String conclusion) {
        return draft(findings, conclusion, false).replace("\"A\"", "\"rejected\", \"qualityReason\": \"运动伪影\"");
    }

    private void written(String draft) {
        ok(api.post(people.reader, one() + "/claim", null));
        ok(api.put(people.reader, one() + "/report", draft, null));
        ok(api.post(people.reader, one() + "/write", null));
    }

    private void claimReview() {
        ok(api.post(people.reviewer, one() + "/claim", null));
    }

    private Answer review(String verdict) {
        return api.post(people.reviewer, one() + "/review", verdict);
    }

    private JsonNode signed(String draft) {
        written(draft);
        claimReview();
        return ok(review(APPROVE));
    }

    private void amended(String report, String draft) {
        ok(api.post(people.reader, report + "/amend", REASON));
        signed(draft);
    }

    private JsonNode counts() {
        return ok(api.get(people.reader, REQUESTS + "/counts"));
    }

    private static String report(JsonNode request) {
        return "/api/v1/reports/" + request.get("reportId").asText();
    }

    private static String id(String report) {
        return report.substring(report.lastIndexOf('/') + 1);
    }

    private String one() {
        return REQUESTS + "/" + request;
    }

    private static List<String> events(String aggregate) {
        return test.database()
                .read(handle -> handle.createQuery(
                                "select type from outbox_event where aggregate_id = cast(:id as uuid) order by id")
                        .bind("id", aggregate)
                        .mapTo(String.class)
                        .list());
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }
}
