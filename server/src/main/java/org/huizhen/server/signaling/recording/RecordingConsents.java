package org.huizhen.server.signaling.recording;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table {@code recording_consent}: what each person said to a recording; the last counts. */
final class RecordingConsents {
    record Consent(UUID user, String name, boolean agreed, Instant at) {}

    private RecordingConsents() {}

    static void insert(Transaction transaction, UUID recording, Actor.Person person, boolean agreed) {
        transaction
                .handle()
                .createUpdate("""
                        insert into recording_consent (recording_id, user_id, user_name, agreed, at)
                        values (:recording, :user, :name, :agreed, :now)
                        """)
                .bind("recording", recording)
                .bind("user", person.userId())
                .bind("name", person.displayName())
                .bind("agreed", agreed)
                .bind("now", transaction.now())
                .execute();
    }

    /** In the order they were given. */
    static List<Consent> of(Handle handle, UUID recording) {
        return handle.createQuery("""
                        select user_id, user_name, agreed, at from recording_consent where recording_id = :recording order by at
                        """)
                .bind("recording", recording)
                .map((row, context) -> new Consent(
                        row.getObject("user_id", UUID.class),
                        row.getString("user_name"),
                        row.getBoolean("agreed"),
                        RecordingRows.instant(row, "at").orElseThrow()))
                .list();
    }
}
