package org.huizhen.server.signaling.recording;

import static org.huizhen.server.access.Permission.ROOM_JOIN;

import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.signaling.register.RoomRegister;

/** {@code /api/v1/rooms/{id}/recordings} and {@code /api/v1/recordings}. */
final class RecordingResource {
    private final Database database;
    private final RoomRegister rooms;
    private final Optional<RecordingFiles> files;

    private record Person(UUID userId, String name) {}

    private record Answer(Person person, boolean agreed, Instant at) {}

    private record PartView(
            UUID id,
            Person person,
            String source,
            Optional<Instant> beganAt,
            Optional<Instant> endedAt,
            boolean whole) {}

    private record View(
            UUID id,
            RoomId roomId,
            String state,
            String askedBy,
            Instant askedAt,
            Optional<Instant> beganAt,
            Optional<Instant> stoppedAt,
            Optional<String> stopReason,
            Optional<String> detail,
            Optional<Long> bytes,
            List<Answer> consents,
            List<PartView> parts) {}

    private record Listing(List<View> items) {}

    RecordingResource(Database database, RoomRegister rooms, Optional<RecordingFiles> files) {
        this.database = database;
        this.rooms = rooms;
        this.files = files;
    }

    void register(Routes routes) {
        routes.get("/api/v1/rooms/{id}/recordings", ROOM_JOIN, this::list);
        routes.get("/api/v1/recordings/{id}/content", ROOM_JOIN, this::content);
    }

    private void list(Context context, Actor actor) {
        RoomId room = RoomId.parse(context.pathParam("id"));
        Actor.Person person = person(actor);
        context.json(database.read(handle -> {
            rooms.requireCase(handle, person, room);
            return new Listing(RecordingRows.of(handle, room).stream()
                    .map(recording -> view(
                            recording,
                            RecordingRows.consents(handle, recording.id()),
                            RecordingRows.parts(handle, recording.id())))
                    .toList());
        }));
    }

    private static View view(
            RecordingRows.Recording recording, List<RecordingRows.Consent> consents, List<RecordingRows.Part> parts) {
        return new View(
                recording.id(),
                recording.room(),
                recording.state(),
                recording.by(),
                recording.asked(),
                recording.began(),
                recording.stopped(),
                recording.reason(),
                recording.detail(),
                recording.bytes(),
                consents.stream()
                        .map(consent ->
                                new Answer(new Person(consent.user(), consent.name()), consent.agreed(), consent.at()))
                        .toList(),
                parts.stream()
                        .map(part -> new PartView(
                                part.id(),
                                new Person(part.user(), part.name()),
                                part.bundle(),
                                part.began(),
                                part.ended(),
                                part.whole()))
                        .toList());
    }

    /** The recording as a whole, or with {@code part} one file of it. */
    private void content(Context context, Actor actor) throws IOException {
        UUID id = Uuids.parse(context.pathParam("id"));
        Actor.Person person = person(actor);
        RecordingFiles folder = files.orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Optional<UUID> part = Optional.ofNullable(context.queryParam("part")).map(Uuids::parse);
        Path file = database.read(handle -> {
            RecordingRows.Recording recording =
                    RecordingRows.find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            rooms.requireCase(handle, person, recording.room());
            if (part.isEmpty()) {
                return folder.whole(id);
            }
            return RecordingRows.parts(handle, id).stream()
                    .filter(known -> known.id().equals(part.get()))
                    .map(known -> folder.part(id, known.id()))
                    .findFirst()
                    .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        });
        if (RecordingFiles.bytes(file) == 0) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        // Once per viewing: players ask for many ranges.
        if (FileRange.fromStart(context)) {
            database.run(transaction -> {
                RecordingRows.Recording recording =
                        RecordingRows.find(transaction.handle(), id).orElseThrow();
                rooms.audit(
                        transaction,
                        recording.room(),
                        AuditEntry.success(person, "recording.read").with("recording", id.toString()));
            });
        }
        FileRange.send(context, file, "video/webm");
    }

    private static Actor.Person person(Actor actor) {
        if (actor instanceof Actor.Person person) {
            return person;
        }
        throw new ApiException(ErrorCode.NOT_ALLOWED);
    }
}
