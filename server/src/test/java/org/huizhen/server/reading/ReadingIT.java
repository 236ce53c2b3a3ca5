package org.huizhen.server.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Json;
import org.huizhen.server.http.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flow 1 through the API, on a real database and web server. */
class ReadingIT {
    private static final String REQUESTS = "/api/v1/reading-requests";
    private static final String DRAFT = """
            {"findings": "双肺纹理清晰", "conclusion": "未见异常", "positive": false, "imageQuality": "A"}""";
    private static final String APPROVE = "{\"decision\": \"approve\"}";
    private static final ReportItems.Item CHEST = new ReportItems.Item("CT-CHEST", "胸部CT平扫", false);

    @TempDir
    static Path catalog;

    private static TestDatabase test;
    private static Database database;
    private static SettableClock clock;
    private static TestConsortium people;
    private static ReadingFeature feature;
    private static TestApi api;
    private PatientId patient;

    @BeforeAll
    static void start() throws IOException {
        Files.writeString(catalog.resolve("turnaround.yaml"), """
                targets:
                  - {modality: CT, priority: emergency, minutes: 60, clock: wall}
                  - {modality: CT, minutes: 240, clock: working}
                  - {minutes: 120, clock: working}
                """);
        clock = new SettableClock(Instant.parse("2026-11-23T02:00:00.123456789Z"));
        test = TestDatabase.create(clock);
        database = test.database();
        people = new TestConsortium(database);
        Access access = new Access(clock, new Grants());
        feature = TestReading.feature(
                database, access, clock, catalog, new ChestItems(), (handle, report) -> Optional.empty());
        database.run(transaction -> feature.setRule(transaction, people.clinic1, "CT", "A", "routine"));
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
    void patient() {
        patient = people.patient(people.clinic1, "王秀英");
    }

    @Test
    void filesByRuleReadsReviewsAndShowsTheClinicTheSignedReport() {
        StudyId study = people.study(people.clinic1, patient, Study.of(clock.instant()));
        String request = filed(study);
        JsonNode waiting = api.get(people.reader, one(request)).body();
        assertThat(waiting.get("status").asText()).isEqualTo("submitted");
        assertThat(waiting.get("mode").asText()).isEqualTo("A");
        assertThat(waiting.get("secondsLeft").asLong()).isEqualTo(240 * 60);

        JsonNode claimed = ok(api.post(people.reader, one(request) + "/claim", null));
        assertThat(claimed.get("status").asText()).isEqualTo("claimed");
        assertThat(claimed.at("/lease/for").asText()).isEqualTo("write");
        assertThat(claimed.at("/lease/holder/name").asText()).isEqualTo("Dr reader");
        assertThat(Instant.parse(claimed.at("/lease/until").asText()))
                .isEqualTo(clock.instant().plus(Duration.ofMinutes(15)).truncatedTo(ChronoUnit.MICROS));

        assertThat(ok(api.put(people.reader, one(request) + "/report", DRAFT, 0L))
                        .get("version")
                        .asLong())
                .isEqualTo(1);
        assertThat(ok(api.get(people.physician1, one(request))).has("reportId")).isFalse();
        assertThat(api.get(people.physician1, one(request) + "/report").status())
                .isEqualTo(403);

        JsonNode written = ok(api.post(people.reader, one(request) + "/write", null));
        assertThat(written.get("status").asText()).isEqualTo("written");
        assertThat(written.has("lease")).isFalse();
        assertThat(written.get("step").asText()).isEqualTo("review");

        ok(api.post(people.reviewer, one(request) + "/claim", null));
        JsonNode signed = ok(api.post(people.reviewer, one(request) + "/review", APPROVE));
        assertThat(signed.get("status").asText()).isEqualTo("final");
        assertThat(signed.has("dueAt")).isFalse();
        String report = signed.get("reportId").asText();

        JsonNode seen = ok(api.get(people.physician1, "/api/v1/reports/" + report));
        assertThat(seen.get("conclusion").asText()).isEqualTo("未见异常");
        assertThat(seen.get("status").asText()).isEqualTo("final");
        assertThat(seen.at("/item/code").asText()).isEqualTo("CT-CHEST");
        assertThat(seen.at("/written/person/name").asText()).isEqualTo("Dr reader");
        assertThat(seen.at("/reviewed/person/name").asText()).isEqualTo("Dr reviewer");
        assertThat(seen.at("/readingOrganization/name").asText()).isEqualTo("县人民医院");
        assertThat(Instant.parse(ok(api.get(people.physician1, one(request)))
                        .get("openedAt")
                        .asText()))
                .isCloseTo(clock.instant(), within(1, ChronoUnit.MILLIS));
        assertThat(events(request))
                .containsExactly(
                        "readingRequest.submitted",
                        "readingRequest.claimed",
                        "readingRequest.written",
                        "readingRequest.claimed",
                        "readingRequest.final");
        assertThat(events(report)).containsExactly("report.final", "report.opened");
        StudyReading state = database.read(handle -> feature.statesOf(handle, List.of(study)))
                .get(study);
        assertThat(state.status()).isEqualTo("final");
        assertThat(state.openedAt()).isPresent();
    }

    @Test
    void countsAnOpeningOncePerSessionAndOnlyOfTheClinic() {
        String report = signed(filed(people.study(people.clinic1, patient, Study.of(clock.instant()))));
        ok(api.get(people.reviewer, "/api/v1/reports/" + report));
        assertThat(events(report)).containsExactly("report.final");
        ok(api.get(people.physician1, "/api/v1/reports/" + report));
        ok(api.get(people.physician1, "/api/v1/reports/" + report));
        assertThat(events(report)).containsExactly("report.final", "report.opened");
    }

    @Test
    void startsTheClockWhenTheStudyIsComplete() {
        StudyId study =
                people.study(people.clinic1, patient, Study.of(clock.instant()).arriving(1, 3));
        String request = filed(study);
        assertThat(ok(api.get(people.reader, one(request))).get("dueEstimated").asBoolean())
                .isTrue();
        clock.pass(Duration.ofMinutes(30));
        people.change(study, people.clinic1, "state = 'complete', received = 3", "study.completed");
        Eventually.until(
                "the clock started",
                Duration.ofSeconds(5),
                () -> !ok(api.get(people.reader, one(request)))
                        .get("dueEstimated")
                        .asBoolean());
        assertThat(ok(api.get(people.reader, one(request))).get("secondsLeft").asLong())
                .isEqualTo(240 * 60);
    }

    @Test
    void letsOneOfManyReadersHaveIt() throws Exception {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        List<Actor.Person> readers = new ArrayList<>(List.of(people.reader, people.secondReader, people.reviewer));
        for (int i = 0; i < 5; i++) {
            readers.add(people.person("racer" + i, people.center, "reader"));
        }
        CountDownLatch go = new CountDownLatch(1);
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> claims = new ArrayList<>();
            for (Actor.Person person : readers) {
                Callable<Answer> claim = () -> {
                    go.await();
                    return api.post(person, one(request) + "/claim", null);
                };
                claims.add(threads.submit(claim));
            }
            go.countDown();
            for (Future<Answer> claim : claims) {
                answers.add(claim.get());
            }
        }
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(readers.size() - 1)
                .allSatisfy(answer -> {
                    assertThat(answer.type()).isEqualTo("already-claimed");
                    assertThat(answer.body().at("/holder/name").asText()).startsWith("Dr ");
                    assertThat(answer.body().has("until")).isTrue();
                });
    }

    @Test
    void refusesWriterAsReviewerBeforeAnyLeaseIsLookedAt() {
        String request =
                written(filed(people.study(people.clinic1, patient, Study.of(clock.instant()))), people.reviewer);
        assertThat(api.post(people.reviewer, one(request) + "/review", APPROVE).type())
                .isEqualTo("same-person");
        assertThat(api.post(people.reviewer, one(request) + "/claim", null).type())
                .isEqualTo("same-person");
        Actor.Person other = people.person("reviewer-b-" + request, people.center, "reviewer");
        ok(api.post(other, one(request) + "/claim", null));
        Answer refused = api.post(people.reviewer, one(request) + "/review", APPROVE);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.type()).isEqualTo("same-person");
    }

    @Test
    void refusesReaderWhoWroteAndMayNotReviewAsSamePersonToo() {
        String request =
                written(filed(people.study(people.clinic1, patient, Study.of(clock.instant()))), people.reader);
        assertThat(api.post(people.reader, one(request) + "/review", APPROVE).type())
                .isEqualTo("same-person");
        assertThat(api.post(people.secondReader, one(request) + "/review", APPROVE)
                        .type())
                .isEqualTo("not-allowed");
        assertThat(api.post(people.reviewer, one(request) + "/review", APPROVE).type())
                .isEqualTo("not-claimed");
    }

    @Test
    void refusesAsReviewerWhoeverWroteAnEarlierPart() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reviewer, one(request) + "/claim", null));
        ok(api.put(people.reviewer, one(request) + "/report", DRAFT, 0L));
        ok(api.post(people.reviewer, one(request) + "/release", null));
        written(request, people.reader);
        assertThat(api.post(people.reviewer, one(request) + "/claim", null).type())
                .isEqualTo("same-person");
    }

    @Test
    void letsOnePersonSignWherePolicyAllows() {
        database.run(transaction -> {
            feature.setRule(transaction, people.clinic2, "MR", "A", "routine");
            feature.allowSingleSignature(transaction, people.clinic2, "MR", "night shift");
        });
        PatientId other = people.patient(people.clinic2, "李强");
        StudyId study =
                people.study(people.clinic2, other, Study.of(clock.instant()).kind("MR", "HEAD"));
        String request = written(filed(study), people.reviewer);
        ok(api.post(people.reviewer, one(request) + "/claim", null));
        JsonNode done = ok(api.post(people.reviewer, one(request) + "/review", APPROVE));
        JsonNode report = ok(api.get(
                people.reviewer, "/api/v1/reports/" + done.get("reportId").asText()));
        assertThat(report.get("singleSignature").asBoolean()).isTrue();
    }

    @Test
    void sendsBackToWriterWhoseLeaseWouldStillStand() {
        String request =
                written(filed(people.study(people.clinic1, patient, Study.of(clock.instant()))), people.reader);
        ok(api.post(people.reviewer, one(request) + "/claim", null));
        clock.pass(Duration.ofMinutes(14));
        JsonNode back = ok(api.post(
                people.reviewer, one(request) + "/review", "{\"decision\": \"sendBack\", \"comment\": \"左右不符\"}"));
        assertThat(back.get("status").asText()).isEqualTo("claimed");
        assertThat(back.at("/lease/holder/name").asText()).isEqualTo("Dr reader");
        assertThat(back.get("reviewComment").asText()).isEqualTo("左右不符");
        assertThat(ok(api.get(people.physician1, one(request))).has("reviewComment"))
                .isFalse();
    }

    @Test
    void aLeaseLastsNoLongerWhenTheClockIsSetBackAnHour() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reader, one(request) + "/claim", null));
        clock.pass(Duration.ofHours(-1));
        try {
            feature.expireLeases();
            Instant until = Instant.parse(
                    ok(api.get(people.reader, one(request))).at("/lease/until").asText());
            assertThat(until).isBeforeOrEqualTo(clock.instant().plus(Duration.ofMinutes(15)));
            assertThat(ok(api.get(people.reader, one(request))).get("status").asText())
                    .as("whoever reads it keeps it")
                    .isEqualTo("claimed");
        } finally {
            clock.pass(Duration.ofHours(1));
        }
        feature.expireLeases();
        assertThat(ok(api.get(people.reader, one(request))).get("status").asText())
                .as("an hour forward it is let go")
                .isEqualTo("submitted");
    }

    @Test
    void sendsBackToTheListWithTheDraftWhenTheWritersLeaseHasRunOut() {
        String request =
                written(filed(people.study(people.clinic1, patient, Study.of(clock.instant()))), people.reader);
        clock.pass(Duration.ofMinutes(16));
        ok(api.post(people.reviewer, one(request) + "/claim", null));
        JsonNode back = ok(api.post(
                people.reviewer, one(request) + "/review", "{\"decision\": \"sendBack\", \"comment\": \"请补充\"}"));
        assertThat(back.get("status").asText()).isEqualTo("submitted");
        assertThat(back.has("lease")).isFalse();
        assertThat(ok(api.get(people.secondReader, one(request) + "/report"))
                        .get("findings")
                        .asText())
                .isEqualTo("双肺纹理清晰");
    }

    @Test
    void refusesToSignUnmatchedIncompleteAndWaste() {
        StudyId unmatched =
                people.study(people.clinic1, patient, Study.of(clock.instant()).unmatched());
        assertThat(reviewed(written(filed(unmatched), people.reader), APPROVE).type())
                .isEqualTo("unmatched-patient");

        StudyId half =
                people.study(people.clinic1, patient, Study.of(clock.instant()).arriving(2, 3));
        String request = written(filed(half), people.reader);
        Answer incomplete = reviewed(request, APPROVE);
        assertThat(incomplete.type()).isEqualTo("incomplete-study");
        assertThat(incomplete.body().get("received").asInt()).isEqualTo(2);
        assertThat(incomplete.body().get("announced").asInt()).isEqualTo(3);
        JsonNode excused = ok(reviewed(request, "{\"decision\": \"approve\", \"incompleteReason\": \"急诊，余图像不影响诊断\"}"));
        assertThat(ok(api.get(
                                people.reviewer,
                                "/api/v1/reports/" + excused.get("reportId").asText()))
                        .get("incompleteReason")
                        .asText())
                .startsWith("急诊");

        String waste = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reader, one(waste) + "/claim", null));
        ok(api.put(
                people.reader,
                one(waste) + "/report",
                DRAFT.replace("\"A\"", "\"rejected\", \"qualityReason\": \"运动伪影\""),
                0L));
        ok(api.post(people.reader, one(waste) + "/write", null));
        assertThat(reviewed(waste, APPROVE).type()).isEqualTo("waste-images");
    }

    @Test
    void asksForTheItemWhereItDoesNotFollow() {
        String request = filed(
                people.study(people.clinic1, patient, Study.of(clock.instant()).kind("CT", null)));
        ok(api.post(people.reader, one(request) + "/claim", null));
        ok(api.put(people.reader, one(request) + "/report", DRAFT, null));
        assertThat(api.post(people.reader, one(request) + "/write", null).type())
                .isEqualTo("item-required");
        assertThat(ok(api.get(people.reader, one(request))).get("itemChoices")).hasSize(2);
        ok(api.put(people.reader, one(request) + "/report", DRAFT.replace("}", ", \"itemCode\": \"CT-CHEST\"}"), 1L));
        ok(api.post(people.reader, one(request) + "/write", null));
    }

    @Test
    void refusesDraftOfAnotherTabThatIsStale() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reader, one(request) + "/claim", null));
        ok(api.put(people.reader, one(request) + "/report", DRAFT, 0L));
        Answer stale = api.put(people.reader, one(request) + "/report", DRAFT, 0L);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.type()).isEqualTo("stale-version");
        assertThat(api.send(people.reader, "POST", one(request) + "/write", null, 1L)
                        .status())
                .isEqualTo(412);
    }

    @Test
    void refusesToWriteAnUnfinishedDraftNamingEachField() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reader, one(request) + "/claim", null));
        ok(api.put(people.reader, one(request) + "/report", "{\"findings\": \"双肺\"}", null));
        Answer refused = api.post(people.reader, one(request) + "/write", null);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("errors").findValuesAsText("field"))
                .containsExactly("conclusion", "positive", "imageQuality");
    }

    @Test
    void freesAClaimThatNobodyRenewed() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reader, one(request) + "/claim", null));
        clock.pass(Duration.ofMinutes(10));
        ok(api.post(people.reader, one(request) + "/renew", null));
        clock.pass(Duration.ofMinutes(10));
        assertThat(api.post(people.secondReader, one(request) + "/claim", null).type())
                .isEqualTo("already-claimed");
        clock.pass(Duration.ofMinutes(6));
        assertThat(ok(api.get(people.reader, one(request))).get("status").asText())
                .isEqualTo("submitted");
        assertThat(ok(api.get(
                                people.reader,
                                REQUESTS + "?status=submitted&studyId="
                                        + ok(api.get(people.reader, one(request)))
                                                .at("/study/id")
                                                .asText()))
                        .get("items"))
                .hasSize(1);
        assertThat(api.put(people.reader, one(request) + "/report", DRAFT, null).type())
                .isEqualTo("not-claimed");
        assertThat(feature.expireLeases()).isPositive();
        assertThat(events(request)).endsWith("readingRequest.expired");
        ok(api.post(people.secondReader, one(request) + "/claim", null));
    }

    @Test
    void letsASeniorTakeOverWithAReason() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        assertThat(api.post(people.reviewer, one(request) + "/take-over", "{\"reason\": \"换班\"}")
                        .type())
                .isEqualTo("not-claimed");
        ok(api.post(people.reader, one(request) + "/claim", null));
        assertThat(api.post(people.secondReader, one(request) + "/take-over", "{\"reason\": \"换班\"}")
                        .status())
                .isEqualTo(403);
        assertThat(api.post(people.reviewer, one(request) + "/take-over", "{\"reason\": \" \"}")
                        .status())
                .isEqualTo(400);
        JsonNode taken = ok(api.post(people.reviewer, one(request) + "/take-over", "{\"reason\": \"换班\"}"));
        assertThat(taken.at("/lease/holder/name").asText()).isEqualTo("Dr reviewer");
        assertThat(api.put(people.reader, one(request) + "/report", DRAFT, null).type())
                .isEqualTo("already-claimed");
    }

    @Test
    void keepsTheOldVersionInForceWhileAmending() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        String report = signed(request);
        JsonNode amending = ok(api.post(people.reader, "/api/v1/reports/" + report + "/amend", "{\"reason\": \"补充\"}"));
        assertThat(amending.get("status").asText()).isEqualTo("amending");
        JsonNode still = ok(api.get(people.physician1, "/api/v1/reports/" + report));
        assertThat(still.get("number").asInt()).isEqualTo(1);
        assertThat(still.get("amending").asBoolean()).isTrue();
        ok(api.post(people.secondReader, one(request) + "/claim", null));
        ok(api.put(people.secondReader, one(request) + "/report", DRAFT.replace("未见异常", "右肺结节"), null));
        JsonNode written = ok(api.post(people.secondReader, one(request) + "/write", null));
        assertThat(written.get("status").asText()).isEqualTo("amending");
        assertThat(written.get("step").asText()).isEqualTo("review");
        assertThat(ok(reviewed(request, APPROVE)).get("status").asText()).isEqualTo("final");
        JsonNode versions = ok(api.get(people.physician1, "/api/v1/reports/" + report + "/versions"))
                .get("items");
        assertThat(versions.findValuesAsText("conclusion")).containsExactly("右肺结节", "未见异常");
        assertThat(versions.findValuesAsText("status")).containsExactly("final", "superseded");
        assertThat(versions.get(0).get("amendReason").asText()).isEqualTo("补充");
    }

    @Test
    void withdrawsAVoidedReportFromView() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        String report = signed(request);
        assertThat(api.post(people.reader, "/api/v1/reports/" + report + "/void", "{\"reason\": \"患者错误\"}")
                        .status())
                .isEqualTo(403);
        ok(api.post(people.reviewer, "/api/v1/reports/" + report + "/void", "{\"reason\": \"患者错误\"}"));
        JsonNode gone = ok(api.get(people.physician1, "/api/v1/reports/" + report));
        assertThat(gone.get("status").asText()).isEqualTo("voided");
        assertThat(gone.has("findings")).isFalse();
        assertThat(gone.has("conclusion")).isFalse();
        assertThat(gone.get("voidReason").asText()).isEqualTo("患者错误");
        Answer refused = api.post(people.reader, one(request) + "/claim", null);
        assertThat(refused.type()).isEqualTo("wrong-state");
        assertThat(refused.body().get("state").asText()).isEqualTo("voided");
    }

    @Test
    void issuesAPreliminaryReportThatStillNeedsItsReview() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        ok(api.post(people.reviewer, one(request) + "/claim", null));
        ok(api.put(people.reviewer, one(request) + "/report", DRAFT, null));
        JsonNode out = ok(api.post(people.reviewer, one(request) + "/preliminary", null));
        assertThat(out.get("status").asText()).isEqualTo("preliminary");
        assertThat(ok(api.get(
                                people.physician1,
                                "/api/v1/reports/" + out.get("reportId").asText()))
                        .get("status")
                        .asText())
                .isEqualTo("preliminary");
        ok(api.post(people.reviewer, one(request) + "/write", null));
        assertThat(api.post(people.reviewer, one(request) + "/review", APPROVE).type())
                .isEqualTo("same-person");
    }

    @Test
    void returnsToTheClinicWhichMendsAndResubmits() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        JsonNode back = ok(api.post(people.reader, one(request) + "/return", "{\"reason\": \"缺病史\"}"));
        assertThat(back.get("status").asText()).isEqualTo("returned");
        assertThat(back.get("returnReason").asText()).isEqualTo("缺病史");
        assertThat(api.post(people.physician2, one(request) + "/resubmit", "{}").status())
                .isEqualTo(403);
        JsonNode again = ok(api.post(people.physician1, one(request) + "/resubmit", "{\"clinicalInfo\": \"咳嗽三天\"}"));
        assertThat(again.get("status").asText()).isEqualTo("submitted");
        assertThat(again.get("clinicalInfo").asText()).isEqualTo("咳嗽三天");
        ok(api.post(people.physician1, one(request) + "/cancel", "{\"reason\": \"转院\"}"));
    }

    @Test
    void keepsClinicsApart() {
        String request = filed(people.study(people.clinic1, patient, Study.of(clock.instant())));
        String report = signed(request);
        assertThat(api.get(people.physician2, one(request)).status()).isEqualTo(403);
        assertThat(api.get(people.physician2, "/api/v1/reports/" + report).status())
                .isEqualTo(403);
        assertThat(ok(api.get(people.physician2, REQUESTS + "?limit=500"))
                        .get("items")
                        .findValuesAsText("id"))
                .doesNotContain(request);
        assertThat(api.get(people.admin, REQUESTS).status()).isEqualTo(403);
    }

    @Test
    void tellsGatewaysHowUrgentWhatTheyHoldIs() {
        assertThat(database.<Map<String, String>>read(handle -> feature.arrivalPriorities(handle, people.clinic1)))
                .containsEntry("CT", "routine");
        assertThat(database.<Map<String, String>>read(handle -> feature.arrivalPriorities(handle, people.clinic2)))
                .doesNotContainKey("CT");
    }

    @Test
    void filesByHandOnceAndListsByTimeLeft() {
        PatientId other = people.patient(people.clinic2, "赵敏");
        List<String> order = new ArrayList<>();
        for (String priority : List.of("routine", "emergency", "urgent")) {
            StudyId study = people.study(people.clinic2, other, Study.of(clock.instant()));
            Answer filed = api.post(
                    people.physician2,
                    REQUESTS,
                    "{\"studyId\": \"" + study + "\", \"priority\": \"" + priority + "\", \"clinicalInfo\": \"\"}");
            assertThat(filed.status()).isEqualTo(201);
            order.add(filed.body().get("id").asText());
            assertThat(api.post(
                                    people.physician2,
                                    REQUESTS,
                                    "{\"studyId\": \"" + study + "\", \"priority\": \"routine\"}")
                            .status())
                    .isEqualTo(409);
            clock.pass(Duration.ofMinutes(1));
        }
        String query = REQUESTS + "?status=submitted,claimed&modality=CT&organizationId=" + people.clinic2;
        JsonNode first = ok(api.get(people.reader, query + "&limit=2"));
        assertThat(first.get("items").findValuesAsText("priority")).containsExactly("emergency", "routine");
        JsonNode second = ok(api.get(
                people.reader, query + "&limit=2&cursor=" + first.get("next").asText()));
        assertThat(second.get("items").findValuesAsText("priority")).containsExactly("urgent");
        assertThat(second.has("next")).isFalse();
        ok(api.post(people.reader, one(order.get(1)) + "/claim", null));
        assertThat(ok(api.get(people.reader, query + "&mine=true")).get("items"))
                .hasSize(1);
        JsonNode counts = ok(api.get(people.physician2, REQUESTS + "/counts"));
        assertThat(counts.get("emergency").asInt()).isEqualTo(1);
        assertThat(counts.get("toRead").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(api.get(people.reader, REQUESTS + "?status=lost").status()).isEqualTo(400);
    }

    @Test
    void administratorsSetWhatIsFiledOnArrival() {
        String rule = "{\"organizationId\": \"" + people.clinic2
                + "\", \"modality\": \"ECG\", \"mode\": \"A\", \"priority\": \"urgent\", \"onArrival\": ";
        assertThat(api.post(people.reviewer, "/api/v1/reading-rules", rule + "true}")
                        .status())
                .isEqualTo(403);
        PatientId other = people.patient(people.clinic2, "周杰");
        ok(api.post(people.admin, "/api/v1/reading-rules", rule + "false}"));
        StudyId silent =
                people.study(people.clinic2, other, Study.of(clock.instant()).kind("ECG", "HEART"));
        Eventually.until(
                "the arrival was looked at",
                Duration.ofSeconds(5),
                () -> database.outbox().waiting() == 0);
        assertThat(ok(api.get(people.reader, REQUESTS + "?studyId=" + silent)).get("items"))
                .isEmpty();
        ok(api.post(people.admin, "/api/v1/reading-rules", rule + "true}"));
        StudyId filed =
                people.study(people.clinic2, other, Study.of(clock.instant()).kind("ECG", "HEART"));
        assertThat(ok(api.get(people.reader, one(filed(filed)))).get("priority").asText())
                .isEqualTo("urgent");
        assertThat(ok(api.get(people.admin, "/api/v1/reading-rules"))
                        .get("items")
                        .findValuesAsText("modality"))
                .contains("ECG", "CT");
        String removed = "/api/v1/reading-rules/" + people.clinic2 + "/ECG";
        assertThat(api.delete(people.reviewer, removed).status()).isEqualTo(403);
        assertThat(api.delete(people.admin, removed).status()).isEqualTo(204);
        assertThat(api.delete(people.admin, removed).status()).isEqualTo(404);
    }

    @Test
    void keepsADigestThatCanBeComputedAgain() throws Exception {
        ReportId report =
                ReportId.parse(signed(filed(people.study(people.clinic1, patient, Study.of(clock.instant())))));
        SignedReport stored = database.read(handle -> new Reports(Json.mapper()).versions(handle, report))
                .getFirst();
        byte[] kept =
                database.read(handle -> handle.createQuery("select digest from report_version where report_id = :id")
                        .bind("id", report)
                        .mapTo(byte[].class)
                        .one());
        assertThat(stored.digest(Json.mapper().writeValueAsString(stored.content())))
                .isEqualTo(kept);
    }

    @Test
    void neverChangesAnIssuedVersion() {
        signed(filed(people.study(people.clinic1, patient, Study.of(clock.instant()))));
        assertThatThrownBy(() -> database.run(transaction ->
                        transaction.handle().execute("update report_version set positive = not positive")))
                .hasMessageContaining("never changed");
        assertThatThrownBy(
                        () -> database.run(transaction -> transaction.handle().execute("delete from report_version")))
                .hasMessageContaining("never changed");
    }

    private static String filed(StudyId study) {
        String[] id = new String[1];
        Eventually.until("the request was filed", Duration.ofSeconds(5), () -> {
            JsonNode items =
                    ok(api.get(people.reader, REQUESTS + "?studyId=" + study)).get("items");
            id[0] = items.isEmpty() ? null : items.get(0).get("id").asText();
            return id[0] != null;
        });
        return id[0];
    }

    private static String written(String request, Actor.Person writer) {
        ok(api.post(writer, one(request) + "/claim", null));
        ok(api.put(writer, one(request) + "/report", DRAFT, null));
        ok(api.post(writer, one(request) + "/write", null));
        return request;
    }

    private static Answer reviewed(String request, String verdict) {
        ok(api.post(people.reviewer, one(request) + "/claim", null));
        return api.post(people.reviewer, one(request) + "/review", verdict);
    }

    private static String signed(String request) {
        return ok(reviewed(written(request, people.reader), APPROVE))
                .get("reportId")
                .asText();
    }

    private static List<String> events(String aggregate) {
        return database.read(handle -> handle.createQuery(
                        "select type from outbox_event where aggregate_id = cast(:id as uuid) order by id")
                .bind("id", aggregate)
                .mapTo(String.class)
                .list());
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static String one(String request) {
        return REQUESTS + "/" + request;
    }

    /** A catalogue of one item. */
    private static final class ChestItems implements ReportItems {
        @Override
        public List<Item> fitting(String modality, String bodyPart, boolean contrast) {
            return modality.equals("CT") && "CHEST".equals(bodyPart) ? List.of(CHEST) : List.of();
        }

        @Override
        public List<Item> ofModality(String modality) {
            return modality.equals("CT") ? List.of(CHEST) : List.of();
        }

        @Override
        public Optional<Item> byCode(String code) {
            return CHEST.code().equals(code) ? Optional.of(CHEST) : Optional.empty();
        }
    }
}
