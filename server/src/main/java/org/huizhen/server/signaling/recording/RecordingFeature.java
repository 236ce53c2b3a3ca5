package org.huizhen.server.signaling.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.http.Routes;
import org.huizhen.server.signaling.register.RoomRegister;
import org.huizhen.server.signaling.room.RecordingBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps recordings of rooms: writes down what live rooms record, puts the files together, hands them out, deletes them. */
public final class RecordingFeature implements RecordingBook {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingFeature.class);
    /** How often {@link #compose} is to run. */
    public static final Duration COMPOSE_EVERY = Duration.ofSeconds(15);
    /** How often {@link #sweep} is to run. */
    public static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_ATTEMPTS = 3;
    private static final Actor SELF = new Actor.Server("recordings");

    private final Database database;
    private final RoomRegister rooms;
    private final Clock clock;
    private final Optional<Settings> settings;
    private final Optional<RecordingFiles> files;

    /**
     * @param directory which the media server sees under the same path
     * @param retention after it the files of a recording are deleted
     */
    public record Settings(Path directory, Duration retention) {}

    /** @param settings none: nothing new is recorded, and what was is not handed out */
    public RecordingFeature(Database database, RoomRegister rooms, Clock clock, Optional<Settings> settings) {
        this.database = database;
        this.rooms = rooms;
        this.clock = clock;
        this.settings = settings;
        this.files = settings.map(Settings::directory).map(RecordingFiles::new);
    }

    /** Whether what is installed here can put recordings together. */
    public static boolean composes() {
        return Composer.available();
    }

    public void routes(Routes routes) {
        new RecordingResource(database, rooms, files).register(routes);
    }

    /** What live rooms record with; empty where nothing can be kept. */
    public Optional<RecordingBook> book() {
        return files.map(present -> this);
    }

    @Override
    public void opened(RoomId room) {
        database.run(transaction -> RecordingRows.stopFormer(transaction, room));
    }

    @Override
    public UUID asked(RoomId room, Actor.Person by) {
        return database.write(transaction -> {
            rooms.requireLive(transaction, room);
            UUID id = RecordingRows.ask(transaction, room, by);
            RecordingRows.consent(transaction, id, by, true);
            audit(transaction, room, AuditEntry.success(by, "recording.ask"), id);
            return id;
        });
    }

    @Override
    public void answered(UUID recording, Actor.Person person, boolean agreed) {
        database.run(transaction -> RecordingRows.consent(transaction, recording, person, agreed));
    }

    @Override
    public void running(UUID recording) {
        files.orElseThrow().make(recording);
        database.run(transaction -> RecordingRows.run(transaction, recording));
    }

    @Override
    public void stopped(UUID recording, String reason) {
        database.run(transaction -> RecordingRows.stop(transaction, recording, reason));
    }

    @Override
    public Part part(UUID recording, Actor.Person of, String bundle) {
        UUID part = database.write(
                transaction -> RecordingRows.part(transaction, recording, of, bundle.toLowerCase(Locale.ROOT)));
        return new Part(part, files.orElseThrow().part(recording, part));
    }

    @Override
    public void partBegan(UUID part, Instant at) {
        database.run(transaction -> RecordingRows.begin(transaction, part, at));
    }

    @Override
    public void partEnded(UUID part, Instant at, boolean whole) {
        database.run(transaction -> RecordingRows.end(transaction, part, at, whole));
    }

    private void audit(Transaction transaction, RoomId room, AuditEntry entry, UUID recording) {
        rooms.audit(transaction, room, entry.with("recording", recording.toString()));
    }

    /** A job: puts the next recording together that waits for it. */
    public void compose() {
        if (files.isEmpty()) {
            return;
        }
        database.run(transaction ->
                RecordingRows.stopDeserted(transaction, clock.instant().minus(PATIENCE)));
        Optional<RecordingRows.Recording> next = database.read(
                handle -> RecordingRows.waiting(handle, clock.instant().minus(PATIENCE)));
        next.ifPresent(recording -> {
            try {
                compose(recording, files.get());
            } catch (IOException e) {
                LOG.warn("recording {} could not be put together: {}", recording.id(), e.getMessage());
                if (recording.attempts() + 1 < MOST_ATTEMPTS) {
                    database.run(transaction -> RecordingRows.failed(transaction, recording.id(), e.getMessage()));
                } else {
                    settle(recording, "parts", Optional.of(e.getMessage()), 0);
                }
            }
        });
    }

    private void compose(RecordingRows.Recording recording, RecordingFiles folder) throws IOException {
        Instant began = recording.began().orElse(recording.asked());
        List<Composer.Source> sources = new ArrayList<>();
        long bytes = 0;
        for (RecordingRows.Part part : database.read(handle -> RecordingRows.parts(handle, recording.id()))) {
            Path file = folder.part(recording.id(), part.id());
            long size = RecordingFiles.bytes(file);
            if (size > 0) {
                bytes += size;
                Duration offset =
                        part.began().map(at -> Duration.between(began, at)).orElse(Duration.ZERO);
                sources.add(new Composer.Source(
                        file, part.user() + part.bundle(), offset.isNegative() ? Duration.ZERO : offset));
            }
        }
        if (sources.isEmpty()) {
            settle(recording, "empty", Optional.empty(), 0);
        } else if (!Composer.available()) {
            settle(recording, "parts", Optional.of("ffmpeg is not installed"), bytes);
        } else if (Composer.compose(sources, folder.unfinished(recording.id()), folder.whole(recording.id()))) {
            settle(recording, "ready", Optional.empty(), RecordingFiles.bytes(folder.whole(recording.id())));
        } else {
            settle(recording, "empty", Optional.of("the files have neither sound nor picture"), 0);
        }
    }

    private void settle(RecordingRows.Recording recording, String state, Optional<String> detail, long bytes) {
        database.run(transaction -> {
            RecordingRows.settle(transaction, recording.id(), state, detail, bytes);
            audit(
                    transaction,
                    recording.room(),
                    AuditEntry.success(SELF, "recording.keep").with("state", state),
                    recording.id());
        });
    }

    /** A job: deletes the files whose time is over. Returns of how many recordings. */
    public int sweep() {
        if (settings.isEmpty()) {
            return 0;
        }
        Instant before = clock.instant().minus(settings.get().retention());
        List<RecordingRows.Recording> outdated = database.read(handle -> RecordingRows.outdated(handle, before));
        int deleted = 0;
        for (RecordingRows.Recording recording : outdated) {
            try {
                files.orElseThrow().delete(recording.id());
                settle(recording, "deleted", Optional.empty(), 0);
                deleted++;
            } catch (IOException e) {
                LOG.warn("recording {} could not be deleted, it will be tried again", recording.id(), e);
            }
        }
        return deleted;
    }
}
