package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.huizhen.server.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The routes of {@code /rooms}, and what rooms leave behind. */
final class RoomRegisterIT {
    private static Meeting meeting;

    @BeforeAll
    static void start() {
        meeting = new Meeting();
    }

    @AfterEach
    void disperse() {
        meeting.disperse();
    }

    @AfterAll
    static void stop() {
        meeting.close();
    }

    @Test
    void opensARoomWhoseHostIsTheCaller() {
        var opened = meeting.physician
                .client()
                .post("/api/v1/rooms", Map.of("kind", "consultation", "invited", Meeting.ids(meeting.specialist)));
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.body().path("role").asText()).isEqualTo("host");
        assertThat(opened.body().path("state").asText()).isEqualTo("open");
        assertThat(opened.body().path("plane").asText()).isEqualTo("auto");
        assertThat(opened.body().path("consentRequired").asBoolean()).isFalse();
        assertThat(opened.body().path("url").asText())
                .endsWith("/rooms/" + opened.body().path("id").asText());
        assertThat(opened.body().at("/invited/0/role").asText()).isEqualTo("expert");
        String id = opened.body().path("id").asText();
        assertThat(meeting.specialist
                        .client()
                        .get("/api/v1/rooms/" + id)
                        .body()
                        .path("role")
                        .asText())
                .isEqualTo("expert");
        assertThat(rooms(meeting.specialist)).contains(id);
        assertThat(rooms(meeting.stranger)).doesNotContain(id);
        assertThat(meeting.stranger.client().get("/api/v1/rooms/" + id).status())
                .isEqualTo(404);
    }

    @Test
    void namesWhatIsWrongWithAnOpening() {
        var client = meeting.physician.client();
        assertThat(client.post("/api/v1/rooms", Map.of("kind", "party"))
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("kind");
        assertThat(client.post("/api/v1/rooms", Map.of("kind", "round", "plane", "zoom"))
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("plane");
        assertThat(client.post(
                                "/api/v1/rooms",
                                Map.of("kind", "round", "invited", List.of("00000000-0000-7000-8000-000000000000")))
                        .body()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("invited");
        assertThat(client.post("/api/v1/rooms", Map.of("kind", "round", "subject", Map.of()))
                        .body()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("exactly-one");
        String patient = meeting.patient();
        assertThat(meeting.stranger
                        .client()
                        .post("/api/v1/rooms", Map.of("kind", "round", "subject", Map.of("patientId", patient)))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void letsNobodyIntoAPatientsRoomBeforeConsentIsRecorded() {
        String room = patientRoom(meeting.patient());
        assertThat(meeting.physician
                        .client()
                        .get("/api/v1/rooms/" + room)
                        .body()
                        .path("consentRequired")
                        .asBoolean())
                .isTrue();
        SignalClient host = meeting.tab(meeting.physician);
        assertThat(Meeting.error(host.ask("room.join", Meeting.in(room)))).isEqualTo("consent-required");
        assertThat(Meeting.error(meeting.tab(meeting.specialist).ask("room.join", Meeting.in(room))))
                .isEqualTo("consent-required");

        String path = "/api/v1/rooms/" + room + "/consent";
        var incomplete = meeting.physician.client().post(path, Map.of("kind", "consent", "text", "同意书"));
        assertThat(incomplete.status()).isEqualTo(400);
        assertThat(incomplete.body().path("errors").toString())
                .contains("givenBy")
                .contains("givenByName")
                .contains("givenAt");
        assertThat(meeting.specialist.client().post(path, CONSENT).status()).isEqualTo(403);
        var recorded = meeting.physician.client().post(path, CONSENT);
        assertThat(recorded.status()).isEqualTo(201);
        assertThat(recorded.body().at("/recordedBy/id").asText())
                .isEqualTo(meeting.physician.id().toString());

        JsonNode snapshot = Meeting.join(host, room);
        assertThat(snapshot.path("subject").path("patientId").asText()).isNotEmpty();
        JsonNode shown =
                meeting.specialist.client().get("/api/v1/rooms/" + room).body();
        assertThat(shown.path("consentRequired").asBoolean()).isFalse();
        assertThat(shown.at("/consents/0/givenBy").asText()).isEqualTo("guardian");
    }

    @Test
    void takesAStatedEmergencyInPlaceOfConsent() {
        String room = patientRoom(meeting.patient());
        String path = "/api/v1/rooms/" + room + "/consent";
        assertThat(meeting.physician
                        .client()
                        .post(path, Map.of("kind", "emergency"))
                        .status())
                .isEqualTo(400);
        assertThat(meeting.physician
                        .client()
                        .post(path, Map.of("kind", "emergency", "reason", "unconscious, no relative reached"))
                        .status())
                .isEqualTo(201);
        Meeting.join(meeting.tab(meeting.physician), room);
        assertThat(audited("room.consent.emergency", room)).isEqualTo(1);
    }

    @Test
    void opensThePatientToThoseInvitedFromOutsideUntilTheRoomCloses() {
        String patient = meeting.patient();
        String look = "/api/v1/patients/" + patient;
        assertThat(meeting.specialist.client().get(look).status()).isEqualTo(403);
        String room = patientRoom(patient);
        assertThat(meeting.specialist.client().get(look).status()).isEqualTo(200);
        assertThat(meeting.stranger.client().get(look).status()).isEqualTo(403);
        assertThat(meeting.physician
                        .client()
                        .post("/api/v1/rooms/" + room + "/close", Map.of("reason", "done"))
                        .body()
                        .path("state")
                        .asText())
                .isEqualTo("closed");
        assertThat(meeting.specialist.client().get(look).status()).isEqualTo(403);
    }

    @Test
    void opensThePatientToAdvisersAloneAndOneByOne() {
        String patient = meeting.patient();
        String look = "/api/v1/patients/" + patient;
        TestServer.Person expert = meeting.server.person(meeting.center, "specialist");
        TestServer.Person interpreter = meeting.server.person(meeting.center, "specialist");
        String room = meeting.open(
                meeting.physician, Map.of("kind", "consultation", "subject", Map.of("patientId", patient)));
        String path = "/api/v1/rooms/" + room;
        meeting.physician.client().post(path + "/consent", CONSENT);
        meeting.physician
                .client()
                .post(path + "/invite", Map.of("invited", Meeting.ids(interpreter), "role", "interpreter"));
        meeting.physician
                .client()
                .post(path + "/invite", Map.of("invited", List.of(meeting.center.toString()), "role", "expert"));
        assertThat(expert.client().get(look).status()).isEqualTo(403);
        Meeting.join(meeting.tab(expert), room);
        assertThat(expert.client().get(look).status()).isEqualTo(200);
        Meeting.join(meeting.tab(interpreter), room);
        assertThat(interpreter.client().get(look).status()).isEqualTo(403);
    }

    @Test
    void refusesToChangeAClosedRoomAndWhatOthersModerate() {
        String room = meeting.room(meeting.physician, meeting.colleague);
        String path = "/api/v1/rooms/" + room;
        assertThat(meeting.colleague.client().post(path + "/close", null).status())
                .isEqualTo(403);
        assertThat(meeting.stranger.client().post(path + "/close", null).status())
                .isEqualTo(404);
        assertThat(meeting.physician.client().post(path + "/close", null).status())
                .isEqualTo(200);
        var again = meeting.physician.client().post(path + "/close", null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.type()).endsWith("wrong-state");
        assertThat(meeting.physician
                        .client()
                        .post(path + "/invite", Map.of("invited", Meeting.ids(meeting.stranger)))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void countsTheMinutesOfEverybody() {
        String room = meeting.room(meeting.physician, meeting.specialist);
        SignalClient host = meeting.tab(meeting.physician);
        SignalClient guest = meeting.tab(meeting.specialist);
        Meeting.join(host, room);
        meeting.clock.pass(Duration.ofSeconds(30));
        Meeting.join(guest, room);
        meeting.clock.pass(Duration.ofSeconds(90));
        guest.ask("room.leave", Meeting.in(room));
        meeting.clock.pass(Duration.ofSeconds(10));
        Meeting.join(guest, room);
        meeting.clock.pass(Duration.ofSeconds(31));
        host.ask("room.close", Meeting.in(room));
        guest.event("room.closed");
        JsonNode attendance = meeting.physician
                .client()
                .get("/api/v1/rooms/" + room + "/attendance")
                .body();
        assertThat(attendance.path("items")).hasSize(3);
        assertThat(attendance.at("/items/0/role").asText()).isEqualTo("host");
        assertThat(attendance.at("/items/0/seconds").asLong()).isEqualTo(161);
        assertThat(attendance.at("/items/0/reason").asText()).isEqualTo("closed");
        assertThat(attendance.at("/items/1/seconds").asLong()).isEqualTo(90);
        assertThat(attendance.at("/items/1/reason").asText()).isEqualTo("left");
        assertThat(attendance.at("/items/2/seconds").asLong()).isEqualTo(31);
        assertThat(attendance.at("/totals/1/minutes").asLong()).isEqualTo(3);
        assertThat(meeting.specialist
                        .client()
                        .get("/api/v1/rooms/" + room + "/attendance")
                        .status())
                .isEqualTo(200);
        assertThat(meeting.stranger
                        .client()
                        .get("/api/v1/rooms/" + room + "/attendance")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void namesThoseWhoMayBeCalledButNotOneself() {
        JsonNode all = meeting.physician.client().get("/api/v1/callees").body().path("items");
        assertThat(all.findValuesAsText("id"))
                .contains(meeting.specialist.id().toString(), meeting.center.toString())
                .doesNotContain(meeting.physician.id().toString());
        JsonNode people = meeting.specialist
                .client()
                .get("/api/v1/callees?q=%E4%B8%9C%E4%B9%A1")
                .body()
                .path("items");
        assertThat(people.findValuesAsText("id"))
                .contains(meeting.physician.id().toString(), meeting.clinic.toString())
                .doesNotContain(meeting.center.toString());
    }

    @Test
    void takesASearchForCalleesWord() {
        assertThat(meeting.physician
                        .client()
                        .get("/api/v1/callees?q=%25")
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    void tellsTheServersThatAConnectionTestNeeds() {
        var answer = meeting.physician.client().get("/api/v1/ice-servers");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("iceServers").isArray()).isTrue();
    }

    @Test
    void coordinatorsOfTheOrganizationSeeItsRooms() {
        TestServer.Person coordinator = meeting.server.person(meeting.center, "coordinator");
        String room = meeting.room(meeting.physician);
        assertThat(coordinator.client().get("/api/v1/rooms/" + room).status()).isEqualTo(200);
        assertThat(coordinator
                        .client()
                        .get("/api/v1/rooms/" + room + "/attendance")
                        .status())
                .isEqualTo(200);
        assertThat(coordinator
                        .client()
                        .post("/api/v1/rooms/" + room + "/close", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void tellsThoseWhoAreInvitedAndThoseWhoAreThere() {
        SignalClient specialist = meeting.tab(meeting.specialist);
        String room = meeting.room(meeting.physician, meeting.specialist);
        assertThat(specialist.event("room.invited").path("room").asText()).isEqualTo(room);
        Meeting.join(specialist, room);
        meeting.physician.client().post("/api/v1/rooms/" + room + "/close", Map.of("reason", "over"));
        assertThat(specialist.event("room.closed").path("reason").asText()).isEqualTo("over");
        assertThat(Meeting.error(specialist.ask("room.join", Meeting.in(room)))).isEqualTo("no-such-room");
    }

    @Test
    void closesRoomsLeftOpenAndEmptyForADay() {
        try (Meeting own = new Meeting()) {
            String room = own.room(own.physician);
            own.clock.pass(Duration.ofHours(23));
            // The sessions have run out meanwhile.
            String token = own.server.signIn(own.physician.username(), own.physician.password());
            var client = own.physician.client().as(token);
            String young = client.post("/api/v1/rooms", Map.of("kind", "round"))
                    .body()
                    .path("id")
                    .asText();
            own.clock.pass(Duration.ofMinutes(61));
            token = own.server.signIn(own.physician.username(), own.physician.password());
            var later = own.physician.client().as(token);
            own.server.services().signaling().closeDesertedRooms();
            assertThat(later.get("/api/v1/rooms/" + room)
                            .body()
                            .path("closeReason")
                            .asText())
                    .isEqualTo("deserted");
            assertThat(later.get("/api/v1/rooms/" + young).body().path("state").asText())
                    .isEqualTo("open");
        }
    }

    private static final Map<String, String> CONSENT = Map.of(
            "kind",
            "consent",
            "text",
            "远程会诊知情同意书 2026-01",
            "givenBy",
            "guardian",
            "givenByName",
            "王强",
            "givenAt",
            "2026-11-23T02:00:00Z");

    private static String patientRoom(String patient) {
        return meeting.open(
                meeting.physician,
                Map.of(
                        "kind",
                        "consultation",
                        "subject",
                        Map.of("patientId", patient),
                        "invited",
                        Meeting.ids(meeting.specialist)));
    }

    private static long audited(String action, String room) {
        return meeting.server
                .database()
                .read(handle -> handle.createQuery(
                                "select count(*) from audit_event where action = :action and object_id = :room"
                                        + " and patient_id is not null")
                        .bind("action", action)
                        .bind("room", room)
                        .mapTo(Long.class)
                        .one());
    }

    private static List<String> rooms(TestServer.Person person) {
        return StreamSupport.stream(
                        person.client()
                                .get("/api/v1/rooms?state=open")
                                .body()
                                .path("items")
                                .spliterator(),
                        false)
                .map(item -> item.path("id").asText())
                .toList();
    }
}
