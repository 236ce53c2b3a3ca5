package org.huizhen.server.signaling.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.Database;
import org.huizhen.server.signaling.register.RoomRegister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to recordings after their room: they are put together, and deleted when their time is over. */
final class RecordingUpkeep {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingUpkeep.class);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_ATTEMPTS = 3;
    private static final Actor SELF = new Actor.Server("recordings");

    private final Database database;
    private final RoomRegister rooms;
    private final RecordingFiles files;
    private final Duration retention;
    private final Clock clock;

    /** @param retention after it the files of a recording are deleted */
    RecordingUpkeep(Database database, RoomRegister rooms, RecordingFiles files, Duration retention, Clock clock) {
        this.database = database;
        this.rooms = rooms;
        this.files = files;
        this.retention = retention;
        this.clock = clock;
    }

    /** Puts the next recording together that waits for it. */
    void compose() {
        Instant patience = clock.instant().minus(PATIENCE);
        database.run(transaction -> RecordingRows.stopDeserted(transaction, patience));
        Optional<RecordingRows.Recording> next = database.read(handle -> RecordingRows.waiting(handle, patience));
        next.ifPresent(recording -> {
            try {
                compose(recording);
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

    private void compose(RecordingRows.Recording recording) throws IOException {
        Instant began = recording.began().orElse(recording.asked());
        List<Composer.Source> sources = new ArrayList<>();
        long bytes = 0;
        for (RecordingParts.Part part : database.read(handle -> RecordingParts.of(handle, recording.id()))) {
            Path file = files.part(recording.id(), part.id());
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
        } else if (Composer.compose(sources, files.unfinished(recording.id()), files.whole(recording.id()))) {
            settle(recording, "ready", Optional.empty(), RecordingFiles.bytes(files.whole(recording.id())));
        } else {
            settle(recording, "empty", Optional.of("the files have neither sound nor picture"), 0);
        }
    }

    private void settle(RecordingRows.Recording recording, String state, Optional<String> detail, long bytes) {
        database.run(transaction -> {
            RecordingRows.settle(transaction, recording.id(), state, detail, bytes);
            rooms.audit(
                    transaction,
                    recording.room(),
                    AuditEntry.success(SELF, "recording.keep")
                            .with("state", state)
                            .with("recording", recording.id().toString()));
        });
    }

    /** Deletes the files whose time is over. Returns of how many recordings. */
    int sweep() {
        Instant before = clock.instant().minus(retention);
        int deleted = 0;
        for (RecordingRows.Recording recording : database.read(handle -> RecordingRows.outdated(handle, before))) {
            try {
                files.delete(recording.id());
                settle(recording, "deleted", Optional.empty(), 0);
                deleted++;
            } catch (IOException e) {
                LOG.warn("recording {} could not be deleted, it will be tried again", recording.id(), e);
            }
        }
        return deleted;
    }
}
