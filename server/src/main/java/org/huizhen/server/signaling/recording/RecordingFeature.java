package org.huizhen.server.signaling.recording;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.RecordingBook;

/**
 * Keeps recordings of rooms: writes down what live rooms record, under the fence of the room's lease, hands recordings out, and
 * has the jobs that put them together and delete them.
 */
public final class RecordingFeature implements RecordingBook {
    /** How often {@link #compose} is to run. */
    public static final Duration COMPOSE_EVERY = Duration.ofSeconds(15);
    /** How often {@link #sweep} is to run. */
    public static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final Database database;
    private final RoomRegister rooms;
    private final Optional<Settings> settings;
    private final Optional<RecordingFiles> files;
    private final Optional<RecordingUpkeep> upkeep;

    /**
     * @param directory which the media server sees under the same path
     * @param retention after it the files of a recording are deleted
     */
    public record Settings(Path directory, Duration retention) {}

    /** @param settings none: nothing new is recorded, and what was is not handed out */
    public RecordingFeature(Database database, RoomRegister rooms, Clock clock, Optional<Settings> settings) {
        this.database = database;
        this.rooms = rooms;
        this.settings = settings;
        this.files = settings.map(Settings::directory).map(RecordingFiles::new);
        this.upkeep = settings.map(
                given -> new RecordingUpkeep(database, rooms, files.orElseThrow(), given.retention(), clock));
    }

    /** Whether what is installed here can put recordings together. */
    public static boolean composes() {
        return Composer.available();
    }

    public void routes(Routes routes) {
        new RecordingResource(database, rooms, files, settings.map(Settings::retention)).register(routes);
    }

    /** What live rooms record with; empty where nothing can be kept. */
    public Optional<RecordingBook> book() {
        return files.map(present -> this);
    }

    @Override
    public void opened(RoomId room) {
        held(room, transaction -> RecordingRows.stopFormer(transaction, room));
    }

    @Override
    public UUID asked(RoomId room, Actor.Person by) {
        return database.write(transaction -> {
            rooms.requireLive(transaction, room);
            UUID id = RecordingRows.ask(transaction, room, by);
            RecordingConsents.insert(transaction, id, by, true);
            rooms.audit(
                    transaction, room, AuditEntry.success(by, "recording.ask").with("recording", id.toString()));
            return id;
        });
    }

    @Override
    public void answered(RoomId room, UUID recording, Actor.Person person, boolean agreed) {
        held(room, transaction -> RecordingConsents.insert(transaction, recording, person, agreed));
    }

    @Override
    public void running(RoomId room, UUID recording) {
        held(room, transaction -> {
            files.orElseThrow().make(recording);
            RecordingRows.run(transaction, recording);
        });
    }

    @Override
    public void stopped(RoomId room, UUID recording, String reason) {
        held(room, transaction -> RecordingRows.stop(transaction, recording, reason));
    }

    @Override
    public Part part(RoomId room, UUID recording, Actor.Person of, String bundle) {
        return database.write(transaction -> {
            long fence = rooms.requireHeld(transaction, room);
            UUID part = RecordingParts.insert(transaction, recording, of, bundle.toLowerCase(Locale.ROOT));
            return new Part(room, fence, part, files.orElseThrow().part(recording, part));
        });
    }

    @Override
    public void partBegan(Part part, Instant at) {
        fenced(part, transaction -> RecordingParts.begin(transaction, part.id(), at));
    }

    @Override
    public void partEnded(Part part, Instant at, boolean whole) {
        fenced(part, transaction -> RecordingParts.end(transaction, part.id(), at, whole));
    }

    private void held(RoomId room, Consumer<Transaction> write) {
        database.run(transaction -> {
            rooms.requireHeld(transaction, room);
            write.accept(transaction);
        });
    }

    /** The media server completes files after the room has been left and given back. */
    private void fenced(Part part, Consumer<Transaction> write) {
        database.run(transaction -> {
            rooms.requireFence(transaction, part.room(), part.fence());
            write.accept(transaction);
        });
    }

    /** A job: puts the next recording together that waits for it. */
    public void compose() {
        upkeep.ifPresent(RecordingUpkeep::compose);
    }

    /** A job: deletes the files whose time is over. Returns of how many recordings. */
    public int sweep() {
        return upkeep.map(RecordingUpkeep::sweep).orElse(0);
    }
}
