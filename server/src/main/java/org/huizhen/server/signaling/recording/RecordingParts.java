package org.huizhen.server.signaling.recording;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table {@code recording_part}: the files of a recording, one per person, source and connection. */
final class RecordingParts {
    record Part(
            UUID id,
            UUID user,
            String name,
            String bundle,
            Optional<Instant> began,
            Optional<Instant> ended,
            boolean whole) {}

    private RecordingParts() {}

    static UUID insert(Transaction transaction, UUID recording, Actor.Person of, String bundle) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into recording_part (id, recording_id, user_id, user_name, bundle, made_at)
                        values (:id, :recording, :user, :name, :bundle, :now)
                        """)
                .bind("id", id)
                .bind("recording", recording)
                .bind("user", of.userId())
                .bind("name", of.displayName())
                .bind("bundle", bundle)
                .bind("now", transaction.now())
                .execute();
        return id;
    }

    static void begin(Transaction transaction, UUID part, Instant at) {
        transaction
                .handle()
                .createUpdate("update recording_part set began_at = :at where id = :id")
                .bind("at", at)
                .bind("id", part)
                .execute();
    }

    static void end(Transaction transaction, UUID part, Instant at, boolean whole) {
        transaction
                .handle()
                .createUpdate("update recording_part set ended_at = :at, whole = :whole where id = :id")
                .bind("at", at)
                .bind("whole", whole)
                .bind("id", part)
                .execute();
    }

    static List<Part> of(Handle handle, UUID recording) {
        return handle.createQuery("""
                        select id, user_id, user_name, bundle, began_at, ended_at, whole from recording_part
                        where recording_id = :recording order by made_at, id
                        """)
                .bind("recording", recording)
                .map((row, context) -> new Part(
                        row.getObject("id", UUID.class),
                        row.getObject("user_id", UUID.class),
                        row.getString("user_name"),
                        row.getString("bundle"),
                        RecordingRows.instant(row, "began_at"),
                        RecordingRows.instant(row, "ended_at"),
                        row.getBoolean("whole")))
                .list();
    }
}
