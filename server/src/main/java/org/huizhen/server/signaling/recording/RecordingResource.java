package org.huizhen.server.signaling.recording;

import static org.huizhen.server.access.Permission.PATIENT_READ;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.signaling.register.RoomRegister;
import org.jdbi.v3.core.Handle;

/**
 * {@code /api/v1/rooms/{id}/recordings} and {@code /api/v1/recordings}: for those who may see the case, and of rooms about nobody for
 * those who belonged to them.
 */
final class RecordingResource {
    /** A list of a case or a patient, the newest. */
    static final int MOST = 200;

    private final Database database;
    private final RoomRegister rooms;
    private final Optional<RecordingFiles> files;
    private final Optional<Duration> retention;

    private record Listing(List<RecordingView> items) {}

    RecordingResource(
            Database database, RoomRegister rooms, Optional<RecordingFiles> files, Optional<Duration> retention) {
        this.database = database;
        this.rooms = rooms;
        this.files = files;
        this.retention = retention;
    }

    void register(Routes routes) {
        routes.get("/api/v1/rooms/{id}/recordings", PATIENT_READ, this::ofRoom);
        routes.get("/api/v1/recordings", PATIENT_READ, this::ofCase);
        routes.get("/api/v1/recordings/{id}/content", PATIENT_READ, this::content);
    }

    private void ofRoom(Context context, Actor actor) {
        RoomId room = RoomId.parse(context.pathParam("id"));
        Actor.Person person = person(actor);
        context.json(database.read(handle -> {
            rooms.requireCase(handle, person, room);
            return listing(handle, RecordingRows.of(handle, room));
        }));
    }

    /** Of a case or of a patient; what somebody may not see is not there. */
    private void ofCase(Context context, Actor actor) {
        Optional<ReadingRequestId> request =
                Optional.ofNullable(context.queryParam("readingRequestId")).map(ReadingRequestId::parse);
        Optional<UUID> patient =
                Optional.ofNullable(context.queryParam("patientId")).map(Uuids::parse);
        if (request.isPresent() == patient.isPresent()) {
            throw ApiException.invalid("readingRequestId", "one-of", "readingRequestId or patientId");
        }
        Actor.Person person = person(actor);
        context.json(database.read(handle -> {
            List<RecordingRows.Recording> found = request.map(id -> RecordingRows.of(handle, id, MOST))
                    .orElseGet(() -> RecordingRows.of(handle, rooms.patients(handle, patient.orElseThrow()), MOST));
            Map<RoomId, Boolean> seen = new HashMap<>();
            return listing(
                    handle,
                    found.stream()
                            .filter(recording ->
                                    seen.computeIfAbsent(recording.room(), room -> rooms.maySee(handle, person, room)))
                            .toList());
        }));
    }

    private Listing listing(Handle handle, List<RecordingRows.Recording> recordings) {
        return new Listing(recordings.stream()
                .map(recording -> RecordingView.of(handle, recording, retention))
                .toList());
    }

    /** The recording as a whole, or with {@code part} one file of it. */
    private void content(Context context, Actor actor) throws IOException {
        UUID id = Uuids.parse(context.pathParam("id"));
        Actor.Person person = person(actor);
        RecordingFiles folder = files.orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Optional<UUID> part = Optional.ofNullable(context.queryParam("part")).map(Uuids::parse);
        Path file = database.read(handle -> file(handle, person, folder, id, part));
        if (RecordingFiles.bytes(file) == 0) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        database.run(transaction -> rooms.look(
                transaction,
                RecordingRows.find(transaction.handle(), id).orElseThrow().room(),
                new AuditEntry(
                        person,
                        "recording.read",
                        AuditEntry.Outcome.SUCCESS,
                        Optional.of("recording"),
                        Optional.of(id.toString()),
                        Optional.empty(),
                        JsonNodeFactory.instance.objectNode())));
        FileRange.send(context, file, "video/webm");
    }

    private Path file(Handle handle, Actor.Person person, RecordingFiles folder, UUID id, Optional<UUID> part) {
        RecordingRows.Recording recording =
                RecordingRows.find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        rooms.requireCase(handle, person, recording.room());
        if (part.isEmpty()) {
            return folder.whole(id);
        }
        return RecordingParts.of(handle, id).stream()
                .filter(known -> known.id().equals(part.get()))
                .map(known -> folder.part(id, known.id()))
                .findFirst()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
