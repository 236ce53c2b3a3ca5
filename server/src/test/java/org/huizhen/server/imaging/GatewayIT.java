package org.huizhen.server.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.TransferSyntax;
import org.huizhen.server.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GatewayIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private ImagingServer server;
    private ImagingServer.Paired gateway;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = new ImagingServer(folder);
        gateway = server.pair(server.clinicA);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void aPairingCodeHoldsOnceAndForADay() {
        HttpResponse<byte[]> created = server.post(
                "admin", "/api/v1/gateways/pairing-codes", Map.of("organizationId", server.clinicB.toString()));
        assertThat(created.statusCode()).isEqualTo(201);
        String code = server.body(created).get("code").asText();
        assertThat(pair(code.toLowerCase(java.util.Locale.ROOT)).statusCode())
                .as("typed carelessly")
                .isEqualTo(200);
        assertThat(pair(code).statusCode()).as("used").isEqualTo(400);

        String late = server.body(server.post(
                        "admin", "/api/v1/gateways/pairing-codes", Map.of("organizationId", server.clinicB.toString())))
                .get("code")
                .asText();
        server.clock.advance(Duration.ofHours(25));
        assertThat(pair(late).statusCode()).as("expired").isEqualTo(400);
    }

    @Test
    void guessingPairingCodesIsSlowedDown(@TempDir Path folder) {
        try (ImagingServer other = new ImagingServer(folder)) {
            List<Integer> answers = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                answers.add(other.post("nobody", "/api/v1/gateways/pair", Map.of("code", "WRONG-" + i))
                        .statusCode());
            }
            assertThat(answers).containsExactly(400, 400, 400, 400, 400, 429, 429);
        }
    }

    @Test
    void neitherTokenNorCodeIsKeptInClear() {
        assertThat(server.ask(
                        Integer.class,
                        "select count(*) from gateway where position('hzg_' in encode(token_hash, 'escape')) > 0"))
                .isZero();
        assertThat(gateway.token()).startsWith("hzg_").hasSizeGreaterThan(40);
    }

    @Test
    void aRevokedGatewayIsNobodyAnyMore() {
        ImagingServer.Paired other = server.pair(server.clinicB);
        assertThat(heartbeat(other).statusCode()).isEqualTo(200);
        HttpResponse<byte[]> revoked =
                server.post("admin", "/api/v1/gateways/" + other.id() + "/revoke", Map.of("reason", "stolen"));
        assertThat(server.body(revoked).get("state").asText()).isEqualTo("revoked");
        assertThat(heartbeat(other).statusCode()).isEqualTo(401);
        assertThat(server.store(other.token(), TestInstances.file(TestInstances.Study.next(), 1))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void speaksForItselfOnly() {
        ImagingServer.Paired other = server.pair(server.clinicB);
        assertThat(server.post(
                                gateway.token(),
                                "/api/v1/gateways/" + other.id() + "/studies/1.2.3/manifest",
                                Map.of("seq", 1, "add", List.of()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.get(gateway.token(), "/api/v1/gateways/" + other.id() + "/studies/1.2.3")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.get(gateway.token(), "/api/v1/gateways").statusCode()).isEqualTo(403);
        assertThat(server.get(gateway.token(), "/dicomweb/studies").statusCode())
                .isEqualTo(403);
    }

    @Test
    void heartbeatsAreSeenAndAnsweredWithTodaysStudies() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store(gateway.token(), TestInstances.file(study, 1));
        JsonNode answer = server.body(heartbeat(gateway));
        assertThat(answer.get("studies")).anySatisfy(one -> {
            assertThat(one.get("studyInstanceUid").asText()).isEqualTo(study.uid());
            assertThat(one.get("received").asInt()).isEqualTo(1);
        });
        JsonNode listed = server.body(server.get("admin", "/api/v1/gateways")).get("items");
        assertThat(listed).anySatisfy(one -> {
            assertThat(one.get("id").asText()).isEqualTo(gateway.id());
            assertThat(one.get("heartbeat").get("waitingInstances").asInt()).isEqualTo(7);
            assertThat(one.get("clockOffsetSeconds").asDouble()).isLessThan(-200);
        });
    }

    @Test
    void aStudyIsCompleteOnceAllThatWasAnnouncedIsHereAndTheModalityHasFinished() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        assertThat(manifest(study, 1, false, 1, 2)).containsEntry("missing", List.of(uid(study, 1), uid(study, 2)));
        server.store(gateway.token(), TestInstances.file(study, 1));
        assertThat(completeness(study)).isEqualTo("arriving 1/2 assumed");
        manifest(study, 2, true, 3);
        assertThat(completeness(study)).isEqualTo("arriving 1/3 assumed");
        server.store(gateway.token(), TestInstances.file(study, 2));
        assertThat(state(study).get("missing")).hasSize(1);
        assertThat(state(study).get("confirmed").asBoolean()).isFalse();
        server.store(gateway.token(), TestInstances.file(study, 3));
        assertThat(completeness(study)).isEqualTo("complete 3/3 confirmed");
        assertThat(server.eventTypes(study.uid()))
                .containsExactly("study.arrived", "study.updated", "study.updated", "study.updated", "study.completed");

        JsonNode state = state(study);
        assertThat(state.get("announced").asInt()).isEqualTo(3);
        assertThat(state.get("received").asInt()).isEqualTo(3);
        assertThat(state.get("confirmed").asBoolean()).isTrue();
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (int number = 1; number <= 3; number++) {
            expected.update(uid(study, number).getBytes(StandardCharsets.US_ASCII));
            expected.update(HexFormat.of().parseHex(digest(study, number)));
        }
        assertThat(state.get("digest").asText()).isEqualTo(HexFormat.of().formatHex(expected.digest()));
    }

    @Test
    void aDeltaThatComesWhileTheStudyIsBeingMadeIsCounted() throws Exception {
        TestInstances.Study study = TestInstances.Study.next();
        manifest(study, 1, false, 1);
        try (Connection blocker =
                        DriverManager.getConnection(server.test.url(), server.test.user(), server.test.password());
                Statement sql = blocker.createStatement();
                ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            blocker.setAutoCommit(false);
            sql.execute("lock table series in exclusive mode"); // holds the making transaction before its commit
            Future<?> storing = together.submit(() -> server.store(gateway.token(), TestInstances.file(study, 1)));
            Eventually.until("the transaction waits", LIMIT, () -> waiting("relation") == 1);
            Future<?> announcing = together.submit(() -> manifest(study, 2, false, 2, 3));
            Eventually.until(
                    "the delta is in, or waits too", LIMIT, () -> announcing.isDone() || waiting("advisory") == 1);
            blocker.commit();
            storing.get();
            announcing.get();
        }
        assertThat(completeness(study)).isEqualTo("arriving 1/3 assumed");
    }

    /** Sessions of the test's database that wait for a lock of this kind. */
    private int waiting(String kind) {
        return server.ask(
                Integer.class,
                "select count(*) from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock' and wait_event = '" + kind + "'");
    }

    @Test
    void theSameDeltaTwiceIsTheSameDelta() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store(gateway.token(), TestInstances.file(study, 1));
        for (int i = 0; i < 2; i++) {
            Map<String, List<String>> answer = manifest(study, 5, false, 1, 2);
            assertThat(answer).containsEntry("have", List.of(uid(study, 1)));
            assertThat(answer).containsEntry("missing", List.of(uid(study, 2)));
        }
        assertThat(state(study).get("announced").asInt()).isEqualTo(2);
    }

    @Test
    void quietStudiesAreAssumedCompleteAndLateInstancesReopenThem() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store(gateway.token(), TestInstances.file(study, 1));
        server.imaging.settleQuiet();
        assertThat(completeness(study)).startsWith("arriving");
        quietFor3Minutes();
        server.imaging.settleQuiet();
        assertThat(completeness(study)).isEqualTo("complete 1/1 assumed");
        server.store(gateway.token(), TestInstances.file(study, 2));
        assertThat(completeness(study)).isEqualTo("arriving 2/2 assumed");
        assertThat(server.eventTypes(study.uid()))
                .containsExactly("study.arrived", "study.completed", "study.reopened");
    }

    @Test
    void aRejectedStudyThatIsTakenAgainArrivesAnew() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store(gateway.token(), TestInstances.file(study, 1));
        reject(study);
        quietFor3Minutes();
        server.imaging.settleQuiet();
        assertThat(completeness(study)).as("nothing completes waste").startsWith("rejected");
        server.store(gateway.token(), TestInstances.file(study, 2));
        assertThat(completeness(study)).startsWith("arriving 2/2");
        assertThat(server.eventTypes(study.uid())).containsExactly("study.arrived", "study.reopened");
    }

    @Test
    void theClinicRestoresARejectedStudyWithAReason() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store(gateway.token(), TestInstances.file(study, 1));
        String path = "/api/v1/studies/"
                + server.ask(
                        String.class, "select id::text from study where study_instance_uid = '" + study.uid() + "'")
                + "/restore";
        assertThat(server.post("techA", path, Map.of("reason", "可读")).statusCode())
                .isEqualTo(409);
        reject(study);
        assertThat(server.post("techA", path, Map.of("reason", " ")).statusCode())
                .isEqualTo(400);
        assertThat(server.post("techB", path, Map.of("reason", "可读")).statusCode())
                .isEqualTo(403);
        assertThat(server.post("techA", path, Map.of("reason", "可读")).statusCode())
                .isEqualTo(200);
        assertThat(completeness(study)).startsWith("complete");
        assertThat(server.eventTypes(study.uid())).contains("study.restored");
    }

    private void reject(TestInstances.Study study) {
        server.database.run(transaction -> transaction
                .handle()
                .execute("update study set state = 'rejected' where study_instance_uid = '" + study.uid() + "'"));
    }

    @Test
    void whatWasAnnouncedButNeverCameKeepsTheStudyOpen() {
        TestInstances.Study study = TestInstances.Study.next();
        manifest(study, 1, true, 1, 2);
        server.store(gateway.token(), TestInstances.file(study, 1));
        quietFor3Minutes();
        server.imaging.settleQuiet();
        assertThat(completeness(study)).isEqualTo("arriving 1/2 assumed");
    }

    @Test
    void aConflictIsDeliveredButNeverConfirmedAsReceived() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.changed(study, 1, data -> data.putString(Tag.SeriesDescription, "before")));
        manifest(study, 1, false, 1);
        assertThat(state(study).get("missing")).hasSize(1);
        assertThat(server.store(gateway.token(), TestInstances.file(study, 1)).statusCode())
                .isEqualTo(409);
        JsonNode state = state(study);
        assertThat(state.get("missing")).isEmpty();
        assertThat(state.get("received").asInt()).isZero();
        assertThat(state.get("conflicts").get(0).asText()).isEqualTo(uid(study, 1));
    }

    @Test
    void anotherEncodingOfWhatIsHereNeedNotBeSent() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(TestInstances.slice(study, 1), TransferSyntax.IMPLICIT_LITTLE_ENDIAN));
        assertThat(manifest(study, 1, true, 1)).containsEntry("have", List.of(uid(study, 1)));
        assertThat(completeness(study)).isEqualTo("complete 1/1 confirmed");
    }

    @Test
    void theTechnicianMayConfirmThatTheModalityHasFinished() {
        TestInstances.Study study = TestInstances.Study.next();
        server.store("techA", TestInstances.file(study, 1));
        String path = "/api/v1/studies/" + studyId(study) + "/complete";
        assertThat(server.post("techB", path, Map.of()).statusCode()).isEqualTo(403);
        assertThat(server.post("techA", path, Map.of()).statusCode()).isEqualTo(200);
        assertThat(completeness(study)).isEqualTo("complete 1/1 confirmed");
    }

    private HttpResponse<byte[]> pair(String code) {
        return server.post("nobody", "/api/v1/gateways/pair", Map.of("code", code));
    }

    private HttpResponse<byte[]> heartbeat(ImagingServer.Paired who) {
        return server.post(
                who.token(),
                "/api/v1/gateways/" + who.id() + "/heartbeat",
                Map.of(
                        "version", "0.1",
                        "waitingInstances", 7,
                        "waitingBytes", 1,
                        "refused", 0,
                        "diskFreeBytes", 1,
                        "clock", server.clock.instant().minusSeconds(300).toString()));
    }

    private Map<String, List<String>> manifest(TestInstances.Study study, long seq, boolean finished, int... numbers) {
        List<Map<String, Object>> add = new ArrayList<>();
        for (int number : numbers) {
            add.add(Map.of(
                    "sopInstanceUid", uid(study, number),
                    "sopClassUid", TestInstances.CT,
                    "transferSyntaxUid", TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid(),
                    "bytes", 1000,
                    "sha256", digest(study, number)));
        }
        HttpResponse<byte[]> response = server.post(
                gateway.token(),
                "/api/v1/gateways/" + gateway.id() + "/studies/" + study.uid() + "/manifest",
                Map.of("seq", seq, "add", add, "finished", finished));
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return server.json.convertValue(
                server.body(response),
                new com.fasterxml.jackson.core.type.TypeReference<Map<String, List<String>>>() {});
    }

    private JsonNode state(TestInstances.Study study) {
        return server.body(server.get(gateway.token(), "/api/v1/gateways/" + gateway.id() + "/studies/" + study.uid()));
    }

    private String completeness(TestInstances.Study study) {
        return server.ask(
                String.class,
                "select state || ' ' || received || '/' || announced || ' ' || certainty from study_summary"
                        + " where study_instance_uid = '" + study.uid() + "'");
    }

    private String studyId(TestInstances.Study study) {
        return server.ask(String.class, "select id::text from study where study_instance_uid = '" + study.uid() + "'");
    }

    private void quietFor3Minutes() {
        server.clock.advance(Duration.ofMinutes(3));
    }

    private static String uid(TestInstances.Study study, int number) {
        return study.series() + "." + number;
    }

    private static String digest(TestInstances.Study study, int number) {
        return TestInstances.digest(TestInstances.slice(study, number), TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
    }
}
