package org.huizhen.server.signaling.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.huizhen.config.Keys;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.cluster.Membership;
import org.huizhen.server.cluster.Node;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.signaling.OpenRoom;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.LeaseLost;
import org.huizhen.server.signaling.room.RecordingBook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of rooms that move between two servers: who does not own the room writes nothing. */
final class FencedRecordingIT {
    private static final Instant LATE = Instant.parse("2026-11-23T03:00:00Z");

    @TempDir
    Path folder;

    private TestDatabase test;
    private TestConsortium people;
    private RoomRegister east;
    private RoomRegister west;
    private RecordingFeature easts;
    private RecordingFeature wests;
    private RoomId room;

    @BeforeEach
    void start() {
        test = TestDatabase.create(Clock.systemUTC());
        people = new TestConsortium(test.database());
        east = register("east");
        west = register("west");
        easts = recordings(east);
        wests = recordings(west);
        room = RoomId.parse(OpenRoom.at(test, people));
        east.book().open(room);
        easts.opened(room);
    }

    @AfterEach
    void stop() {
        test.close();
    }

    private RoomRegister register(String name) {
        Grants grants = new Grants();
        Access access = new Access(Clock.systemUTC(), grants);
        AuditLog audit = new AuditLog();
        RoomRegister register = new RoomRegister(
                new RoomRegister.Ground(
                        test.database(),
                        access,
                        grants,
                        audit,
                        Clock.systemUTC(),
                        new PatientFeature(test.database(), access, audit, Keys.open(folder.resolve("keys.yaml")))),
                (handle, request) -> Optional.empty(),
                new RoomRegister.Place(
                        new Membership(new Node(name, "ws://" + name), true, Map.of(), System::nanoTime),
                        "https://huizhen.example"),
                new RoomRegister.Listener() {
                    @Override
                    public void invited(RoomId invitedTo, Set<UserId> invited) {}

                    @Override
                    public void closed(RoomId over, String reason) {}
                });
        register.begin();
        return register;
    }

    private RecordingFeature recordings(RoomRegister register) {
        return new RecordingFeature(
                test.database(),
                register,
                Clock.systemUTC(),
                Optional.of(new RecordingFeature.Settings(folder, Duration.ofDays(365))));
    }

    /** As if the owner had not been able to say that it lives, and had not noticed. */
    private void takeOver() {
        test.database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("update cluster_node set heartbeat_at = heartbeat_at - interval '16 seconds'"
                                + " where name = 'east'")
                        .execute());
        west.book().open(room);
        wests.opened(room);
    }

    private List<String> written() {
        return test.database()
                .read(handle -> handle.createQuery("""
                                select 'recording ' || state || ' ' || coalesce(stop_reason, '-') from recording
                                union all select 'consent ' || user_name || ' ' || agreed from recording_consent
                                union all select 'part ' || bundle || ' ' || (began_at is not null) || ' ' || (ended_at is not null)
                                  || ' ' || whole from recording_part
                                order by 1
                                """).mapTo(String.class).list());
    }

    private static void refused(ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOf(LeaseLost.class);
    }

    @Test
    void aServerThatLostTheRoomWritesNothingOfItsRecording() {
        UUID recording = easts.asked(room, people.reader);
        easts.running(room, recording);
        RecordingBook.Part part = easts.part(room, recording, people.reader, "CAMERA");
        easts.partBegan(part, LATE);
        takeOver();
        List<String> before = written();
        assertThat(before)
                .containsExactly("consent Dr reader true", "part camera true false false", "recording waiting crashed");
        refused(() -> easts.answered(room, recording, people.specialist, false));
        refused(() -> easts.running(room, recording));
        refused(() -> easts.stopped(room, recording, "stopped"));
        refused(() -> easts.part(room, recording, people.reader, "SCREEN"));
        refused(() -> easts.partBegan(part, LATE.plusSeconds(1)));
        refused(() -> easts.partEnded(part, LATE.plusSeconds(1), true));
        refused(() -> easts.asked(room, people.reader));
        refused(() -> easts.opened(room));
        assertThat(written()).isEqualTo(before);
        UUID next = wests.asked(room, people.specialist);
        wests.running(room, next);
        assertThat(written()).contains("recording running -");
    }

    @Test
    void aFileIsCompletedAfterItsRoomWasGivenBackAndNotAfterItWasTaken() {
        UUID recording = easts.asked(room, people.reader);
        easts.running(room, recording);
        RecordingBook.Part part = easts.part(room, recording, people.reader, "CAMERA");
        RecordingBook.Part other = easts.part(room, recording, people.specialist, "SCREEN");
        easts.stopped(room, recording, "empty");
        east.book().released(room);
        refused(() -> easts.stopped(room, recording, "stopped"));
        easts.partEnded(part, LATE, true);
        assertThat(written()).contains("part camera false true true");
        west.book().open(room);
        refused(() -> easts.partEnded(other, LATE, true));
        assertThat(written()).contains("part screen false false false", "recording waiting empty");
    }

    @Test
    void aRecordingEndsWithItsRoomThoughThatIsClosedAlready() {
        UUID recording = easts.asked(room, people.reader);
        easts.running(room, recording);
        test.database()
                .run(transaction -> transaction
                        .handle()
                        .createUpdate("update room set state = 'closed', closed_at = now(), lease_node = null")
                        .execute());
        easts.stopped(room, recording, "closed");
        assertThat(written()).contains("recording waiting closed");
    }
}
