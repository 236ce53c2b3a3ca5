package org.huizhen.server.reading.critical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestApi;
import org.huizhen.server.TestApi.Answer;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.TestConsortium.Study;
import org.huizhen.server.TestServer;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Routes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Critical findings through the API, on a real database and web server. */
class CriticalFindingIT {
    private static final String ROOT = "/api/v1/critical-findings";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static TestDatabase test;
    private static SettableClock clock;
    private static TestConsortium people;
    private static Access access;
    private static CriticalFeature feature;
    private static TestApi api;
    private static Actor.Person coordinator;
    private StudyId study;

    @BeforeAll
    static void start() {
        clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
        test = TestDatabase.create(clock);
        people = new TestConsortium(test.database());
        access = new Access(clock, new Grants());
        feature = feature();
        coordinator = people.person("coordinator", people.center, "coordinator");
        Routes routes = new Routes();
        feature.routes(routes);
        api = new TestApi(routes, access, people);
        ok(api.put(people.admin, "/api/v1/organizations/" + people.clinic1 + "/critical-contacts", """
                {"items": [{"name": "急诊值班室", "phone": "0571-120"}, {"name": "总值班", "phone": "0571-121"}]}""", null));
    }

    @AfterAll
    static void stop() {
        api.close();
        test.close();
    }

    private static CriticalFeature feature() {
        return new CriticalFeature(
                test.database(),
                access,
                new AuditLog(),
                TestServer.projectFolder().resolve("config/catalog"),
                PATIENCE);
    }

    @BeforeEach
    void study() {
        study = people.study(people.clinic1, people.patient(people.clinic1, "王五"), Study.of(clock.instant()));
    }

    @Test
    void goesFromRaisedByTelephoneToHandled() {
        JsonNode raised = raise();
        assertThat(raised.get("status").asText()).isEqualTo("raised");
        assertThat(raised.at("/item/name").asText()).isEqualTo("张力性气胸");
        assertThat(raised.at("/contact/name").asText()).isEqualTo("急诊值班室");
        assertThat(Instant.parse(raised.get("nextCallAt").asText()))
                .isEqualTo(clock.instant().plus(PATIENCE));
        String id = raised.get("id").asText();

        JsonNode told = ok(api.post(people.reader, one(id) + "/calls", """
                {"outcome": "reached", "person": "护士李"}"""));
        assertThat(told.get("status").asText()).isEqualTo("notified");
        assertThat(told.has("nextCallAt"))
                .as("the clock runs until it is read back")
                .isTrue();
        JsonNode readBack = ok(api.post(people.reader, one(id) + "/calls", """
                {"outcome": "reached", "person": "护士李", "readBack": "王五，左侧张力性气胸"}"""));
        assertThat(readBack.get("status").asText()).isEqualTo("acknowledged");
        assertThat(readBack.has("nextCallAt")).isFalse();
        assertThat(readBack.at("/acknowledged/by").asText()).isEqualTo("护士李");
        assertThat(readBack.at("/acknowledged/via").asText()).isEqualTo("phone");
        assertThat(readBack.at("/acknowledged/readBack").asText()).isEqualTo("王五，左侧张力性气胸");

        assertThat(api.post(people.physician1, one(id) + "/handle", "{\"handling\": \"转院\"}")
                        .body()
                        .get("allowed"))
                .extracting(JsonNode::asText)
                .asList()
                .containsExactly("patientReached", "withdrawn");
        ok(api.post(people.physician1, one(id) + "/patient-reached", "{\"whom\": \"villageDoctor\"}"));
        JsonNode done = ok(api.post(people.physician1, one(id) + "/handle", "{\"handling\": \"胸腔闭式引流后转上级\"}"));
        assertThat(done.get("status").asText()).isEqualTo("handled");
        assertThat(done.get("steps").findValuesAsText("kind"))
                .containsExactly("raised", "called", "notified", "called", "acknowledged", "patientReached", "handled");
        assertThat(done.get("steps").get(3).get("phone").asText()).isEqualTo("0571-120");
        assertThat(events(id))
                .containsExactly(
                        "criticalFinding.raised",
                        "criticalFinding.notified",
                        "criticalFinding.acknowledged",
                        "criticalFinding.patientReached",
                        "criticalFinding.handled");
    }

    @Test
    void acknowledgesOnTheClinicsScreenWithTheTextReadBack() {
        String id = raise().get("id").asText();
        assertThat(api.post(people.physician1, one(id) + "/acknowledge", "{\"readBack\": \" \"}")
                        .status())
                .isEqualTo(400);
        assertThat(api.post(people.physician2, one(id) + "/acknowledge", "{\"readBack\": \"气胸\"}")
                        .status())
                .isEqualTo(403);
        assertThat(api.post(people.reader, one(id) + "/acknowledge", "{\"readBack\": \"气胸\"}")
                        .status())
                .as("the center does not acknowledge its own finding")
                .isEqualTo(403);
        JsonNode done = ok(api.post(people.physician1, one(id) + "/acknowledge", "{\"readBack\": \"气胸\"}"));
        assertThat(done.at("/acknowledged/by").asText()).isEqualTo("Dr physician1");
        assertThat(done.at("/acknowledged/via").asText()).isEqualTo("screen");
        assertThat(api.post(people.physician1, one(id) + "/acknowledge", "{\"readBack\": \"气胸\"}")
                        .type())
                .isEqualTo("wrong-state");
    }

    @Test
    void callsTheNextContactAgainAndAgainUntilSomebodyAnswers() {
        String id = raise().get("id").asText();
        clock.pass(PATIENCE.minusSeconds(1));
        feature.escalate();
        assertThat(contact(id)).isEqualTo("急诊值班室");
        clock.pass(Duration.ofSeconds(2));
        assertThat(feature.escalate()).isPositive();
        assertThat(contact(id)).isEqualTo("总值班");
        for (int round = 0; round < 6; round++) {
            clock.pass(PATIENCE.plusSeconds(1));
            feature.escalate();
        }
        JsonNode still = ok(api.get(people.reader, one(id)));
        assertThat(still.get("escalations").asInt()).isEqualTo(7);
        assertThat(still.at("/contact/name").asText()).isEqualTo("总值班");
        assertThat(ids(people.reader, "?status=unanswered")).contains(id);
        assertThat(ids(people.physician1, "?status=unanswered")).contains(id);
        assertThat(ids(people.physician2, "?status=all")).doesNotContain(id);
        ok(api.post(people.physician1, one(id) + "/acknowledge", "{\"readBack\": \"气胸\"}"));
        clock.pass(PATIENCE.plusSeconds(1));
        feature.escalate();
        assertThat(ok(api.get(people.reader, one(id))).get("escalations").asInt())
                .isEqualTo(7);
        assertThat(ids(people.reader, "?status=unanswered")).doesNotContain(id);
    }

    @Test
    void goesToTheNextContactAtOnceWhenNobodyPicksUp() {
        String id = raise().get("id").asText();
        clock.pass(Duration.ofMinutes(1));
        JsonNode next = ok(api.post(coordinator, one(id) + "/calls", "{\"outcome\": \"noAnswer\"}"));
        assertThat(next.at("/contact/name").asText()).isEqualTo("总值班");
        assertThat(Instant.parse(next.get("nextCallAt").asText()))
                .isEqualTo(clock.instant().plus(PATIENCE));
        assertThat(next.at("/steps/1/outcome").asText()).isEqualTo("noAnswer");
        assertThat(next.at("/steps/1/contact").asText()).isEqualTo("急诊值班室");
    }

    @Test
    void escalatesAfterARestartWhatWasRaisedBefore() {
        String id = raise().get("id").asText();
        clock.pass(PATIENCE.plusSeconds(1));
        CriticalFeature restarted = feature();
        assertThat(restarted.escalate()).isPositive();
        assertThat(contact(id)).isEqualTo("总值班");
        assertThat(restarted.escalate()).isZero();
    }

    @Test
    void blocksTheHandoverOfTheShiftWhileOneIsOpen() {
        Actor.Person night = people.person("night" + study, people.clinic2, "physician");
        StudyId there = people.study(people.clinic2, people.patient(people.clinic2, "赵六"), Study.of(clock.instant()));
        String id = raised(there, "IMG-PE").get("id").asText();
        Answer refused = api.post(night, "/api/v1/handovers", "{\"takenBy\": \"白班\"}");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.type()).isEqualTo("open-critical-findings");
        assertThat(refused.body().get("criticalFindings").get(0).asText()).isEqualTo(id);
        assertThat(api.post(people.reader, "/api/v1/handovers", "{\"takenBy\": \"白班\"}")
                        .type())
                .isEqualTo("open-critical-findings");
        ok(api.post(people.reader, one(id) + "/withdraw", "{\"reason\": \"误报\"}"));
        assertThat(api.post(night, "/api/v1/handovers", "{\"takenBy\": \"白班\"}").status())
                .isEqualTo(201);
        assertThat(ok(api.get(night, "/api/v1/handovers"))
                        .at("/items/0/takenBy")
                        .asText())
                .isEqualTo("白班");
    }

    @Test
    void raisesTheSameOnlyOnceWhileItIsOpen() {
        String id = raise().get("id").asText();
        String body = "{\"studyId\": \"" + study + "\", \"itemCode\": \"IMG-PTX\", \"finding\": \"左侧\"}";
        assertThat(api.post(people.reader, ROOT, body).type()).isEqualTo("conflict");
        ok(api.post(people.reader, one(id) + "/withdraw", "{\"reason\": \"误报\"}"));
        assertThat(api.post(people.reader, ROOT, body).status()).isEqualTo(201);
        assertThat(api.post(people.physician1, ROOT, body).status()).isEqualTo(403);
        assertThat(api.post(people.reader, ROOT, body.replace("IMG-PTX", "NONE"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void tellsASignificantFindingWithoutAClock() {
        Answer made = api.post(
                people.reader,
                ROOT,
                "{\"studyId\": \"" + study + "\", \"level\": \"significant\", \"finding\": \"右肺占位\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().has("nextCallAt")).isFalse();
        clock.pass(Duration.ofHours(1));
        feature.escalate();
        assertThat(ok(api.get(people.reader, one(made.body().get("id").asText())))
                        .get("escalations")
                        .asInt())
                .isZero();
    }

    @Test
    void callsTheOrganizationsOwnNumberWhereNoPostIsListed() {
        test.database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("update organization set phone = '0571-9' where id = :id")
                        .bind("id", people.clinic2)
                        .execute());
        StudyId there = people.study(people.clinic2, people.patient(people.clinic2, "钱七"), Study.of(clock.instant()));
        JsonNode raised = raised(there, "IMG-AD");
        assertThat(raised.at("/contact/phone").asText()).isEqualTo("0571-9");
        ok(api.post(people.reader, one(raised.get("id").asText()) + "/withdraw", "{\"reason\": \"误报\"}"));
        assertThat(api.put(
                                people.physician1,
                                "/api/v1/organizations/" + people.clinic1 + "/critical-contacts",
                                "{\"items\": []}",
                                null)
                        .status())
                .isEqualTo(403);
        assertThat(api.put(
                                people.admin,
                                "/api/v1/organizations/" + people.clinic1 + "/critical-contacts",
                                "{\"items\": [{\"name\": \"值班\", \"phone\": \"call me\"}]}",
                                null)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void offersWhatFitsTheModality() {
        List<String> ecg = ok(api.get(people.reader, ROOT + "/items?modality=ECG"))
                .get("items")
                .findValuesAsText("code");
        List<String> ct = ok(api.get(people.reader, ROOT + "/items?modality=CT"))
                .get("items")
                .findValuesAsText("code");
        assertThat(ecg).hasSize(13).allMatch(code -> code.startsWith("ECG-"));
        assertThat(ct).contains("IMG-PTX", "IMG-AD").noneMatch(code -> code.startsWith("ECG-"));
    }

    @Test
    void neverChangesTheLogOfSteps() {
        raise();
        assertThatThrownBy(() ->
                        test.database().run(transaction -> transaction.handle().execute("delete from critical_step")))
                .hasMessageContaining("never changed");
    }

    @Test
    void pagesThroughTheListNewestFirst() {
        raise();
        clock.pass(Duration.ofSeconds(1));
        study = people.study(people.clinic1, people.patient(people.clinic1, "孙八"), Study.of(clock.instant()));
        String newest = raise().get("id").asText();
        JsonNode first = ok(api.get(people.reader, ROOT + "?limit=1"));
        assertThat(first.at("/items/0/id").asText()).isEqualTo(newest);
        JsonNode second = ok(api.get(
                people.reader, ROOT + "?limit=1&cursor=" + first.get("next").asText()));
        assertThat(second.at("/items/0/id").asText()).isNotEqualTo(newest);
    }

    private JsonNode raise() {
        return raised(study, "IMG-PTX");
    }

    private static JsonNode raised(StudyId about, String item) {
        Answer made = api.post(
                people.reader,
                ROOT,
                "{\"studyId\": \"" + about + "\", \"itemCode\": \"" + item + "\", \"finding\": \"左侧张力性气胸\"}");
        assertThat(made.status()).as(made.body().toString()).isEqualTo(201);
        return made.body();
    }

    private static String contact(String id) {
        return ok(api.get(people.reader, one(id))).at("/contact/name").asText();
    }

    private static List<String> ids(Actor.Person person, String query) {
        return ok(api.get(person, ROOT + query + "&limit=500")).get("items").findValuesAsText("id");
    }

    private static List<String> events(String id) {
        return test.database()
                .read(handle -> handle.createQuery(
                                "select type from outbox_event where aggregate_id = cast(:id as uuid) order by id")
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static String one(String id) {
        return ROOT + "/" + id;
    }
}
