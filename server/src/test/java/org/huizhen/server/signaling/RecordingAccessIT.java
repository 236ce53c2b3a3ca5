package org.huizhen.server.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.TestServer;
import org.huizhen.server.access.Grants;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.media.kurento.ScriptedKurento;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings are kept with the case: who may see the case finds and plays them, whether they were in the room or not. */
final class RecordingAccessIT {
    @TempDir
    private static Path folder;

    private static ScriptedKurento kurento;
    private static Meeting meeting;
    private static TestConsortium people;
    private static TestServer.Person reader;
    private static TestServer.Person archivist;
    private PatientId patient;
    private StudyId study;
    private UUID request;
    private UUID recording;

    @BeforeAll
    static void start() {
        kurento = new ScriptedKurento();
        meeting = new Meeting("""
                media:
                  kurento:
                    uri: %s
                  recordings:
                    directory: %s
                    retentionDays: 30
                """.formatted(kurento.uri(), folder));
        people = new TestConsortium(meeting.server.database());
        reader = meeting.server.person(meeting.center, "reader");
        archivist = meeting.server.person(meeting.center, "archivist");
    }

    @AfterAll
    static void stop() {
        meeting.close();
        kurento.close();
    }

    @BeforeEach
    void record() throws IOException {
        patient = people.patient(meeting.clinic, "王秀英" + Uuids.next());
        study = people.study(meeting.clinic, patient, TestConsortium.Study.of(meeting.clock.instant()));
        request = Uuids.next();
        recording = recorded(room(), "ready");
        Files.createDirectories(folder.resolve(recording.toString()));
        Files.write(folder.resolve(recording.toString()).resolve("recording.webm"), new byte[] {1, 2, 3, 4});
    }

    /** Of the case, opened by the physician and closed. */
    private RoomId room() {
        RoomId room = RoomId.next();
        meeting.server
                .database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("""
                                insert into room (id, kind, state, plane, organization_id, opened_by, opened_by_name, opened_at,
                                  closed_at, patient_id, subject_organization_id, reading_request_id, study_id)
                                values (:id, 'consultation', 'closed', 'auto', :clinic, :by, 'Dr W', :now,
                                  :now, :patient, :clinic, :request, :study)
                                """)
                        .bind("id", room)
                        .bind("clinic", meeting.clinic)
                        .bind("by", meeting.physician.id())
                        .bind("patient", patient)
                        .bind("request", request)
                        .bind("study", study)
                        .bind("now", transaction.now())
                        .execute());
        return room;
    }

    private UUID recorded(RoomId room, String state) {
        UUID id = Uuids.next();
        meeting.server
                .database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("""
                                with made as (
                                  insert into recording (id, room_id, asked_by, asked_by_name, asked_at, began_at, stopped_at,
                                    stop_reason, state, bytes)
                                  values (:id, :room, :by, 'Dr W', :now, :now, :now, 'stopped', :state, 4) returning id)
                                insert into recording_consent (recording_id, user_id, user_name, agreed, at)
                                select id, :by, 'Dr W', true, :now from made
                                """)
                        .bind("id", id)
                        .bind("room", room)
                        .bind("by", meeting.physician.id())
                        .bind("state", state)
                        .bind("now", transaction.now())
                        .execute());
        return id;
    }

    private static List<String> ids(TestServer.Person person, String query) {
        JsonNode items =
                person.client().get("/api/v1/recordings?" + query).body().path("items");
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.path("id").asText())
                .toList();
    }

    private int played(TestServer.Person person) {
        return person.client()
                .get("/api/v1/recordings/" + recording + "/content")
                .status();
    }

    private void grant(TestServer.Person person) {
        meeting.server
                .database()
                .run(transaction ->
                        new Grants().grant(transaction, person.id(), study, "asked", "test", Optional.empty()));
    }

    @Test
    void whoMaySeeTheCaseFindsItByCaseAndByPatientThoughTheyWereNotThere() {
        for (TestServer.Person person : List.of(meeting.physician, meeting.colleague, reader, archivist)) {
            assertThat(ids(person, "readingRequestId=" + request)).containsExactly(recording.toString());
            assertThat(ids(person, "patientId=" + patient)).containsExactly(recording.toString());
            assertThat(played(person)).isEqualTo(200);
        }
    }

    @Test
    void itIsNotThereForThoseWhoMayNotSeeTheCaseUntilAGrantOpensIt() {
        for (TestServer.Person person : List.of(meeting.stranger, meeting.specialist)) {
            assertThat(ids(person, "readingRequestId=" + request)).isEmpty();
            assertThat(ids(person, "patientId=" + patient)).isEmpty();
            assertThat(played(person)).isEqualTo(404);
        }
        grant(meeting.specialist);
        assertThat(ids(meeting.specialist, "readingRequestId=" + request)).containsExactly(recording.toString());
        assertThat(played(meeting.specialist)).isEqualTo(200);
    }

    @Test
    void itGoesWithTheStudyToThePatientWhoseThatTurnsOutToBe() {
        var other = meeting.server.person(people.clinic2, "physician");
        PatientId right = people.patient(people.clinic2, "赵敏" + Uuids.next());
        meeting.server
                .database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("update study set patient_id = :right, organization_id = :clinic where id = :id")
                        .bind("right", right)
                        .bind("clinic", people.clinic2)
                        .bind("id", study)
                        .execute());
        assertThat(ids(other, "patientId=" + right)).containsExactly(recording.toString());
        assertThat(ids(reader, "patientId=" + patient)).isEmpty();
        assertThat(played(meeting.physician)).isEqualTo(404);
        assertThat(played(other)).isEqualTo(200);
        assertThat(looks()).containsExactly(right.toString());
    }

    @Test
    void playingItIsALookAtThePatientWrittenDownOncePerSession() {
        played(reader);
        played(reader);
        assertThat(looks()).containsExactly(patient.toString());
        played(meeting.physician);
        assertThat(looks()).hasSize(2);
    }

    private List<String> looks() {
        return meeting.server
                .database()
                .read(handle -> handle.createQuery("""
                                select patient_id from audit_event
                                where action = 'recording.read' and object_kind = 'recording' and object_id = :id
                                """)
                        .bind("id", recording.toString())
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void tellsWhoAgreedAndWhenItsTimeIsOver() {
        recorded(room(), "empty");
        JsonNode items = reader.client()
                .get("/api/v1/recordings?readingRequestId=" + request)
                .body()
                .path("items");
        assertThat(items).hasSize(2);
        JsonNode empty = items.get(0);
        assertThat(empty.path("state").asText()).isEqualTo("empty");
        assertThat(empty.has("keptUntil")).isFalse();
        JsonNode ready = items.get(1);
        assertThat(ready.path("readingRequestId").asText()).isEqualTo(request.toString());
        assertThat(ready.at("/consents/0/person/name").asText()).isEqualTo("Dr W");
        assertThat(ready.at("/consents/0/agreed").asBoolean()).isTrue();
        assertThat(Instant.parse(ready.path("keptUntil").asText()))
                .isEqualTo(Instant.parse(ready.path("stoppedAt").asText()).plus(Duration.ofDays(30)));
    }

    @Test
    void asksForEitherACaseOrAPatient() {
        assertThat(reader.client().get("/api/v1/recordings").status()).isEqualTo(400);
        assertThat(reader.client()
                        .get("/api/v1/recordings?readingRequestId=" + request + "&patientId=" + patient)
                        .status())
                .isEqualTo(400);
    }
}
