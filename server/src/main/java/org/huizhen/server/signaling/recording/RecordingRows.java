package org.huizhen.server.signaling.recording;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The tables {@code recording}, {@code recording_consent} and {@code recording_part}. */
final class RecordingRows {
    private static final String ALL =
            "select id, room_id, asked_by_name, asked_at, began_at, stopped_at, stop_reason, state, attempts, detail, bytes"
                    + " from recording ";

    record Recording(
            UUID id,
            RoomId room,
            String by,
            Instant asked,
            Optional<Instant> began,
            Optional<Instant> stopped,
            Optional<String> reason,
            String state,
            int attempts,
            Optional<String> detail,
            Optional<Long> bytes) {}

    record Part(
            UUID id,
            UUID user,
            String name,
            String bundle,
            Optional<Instant> began,
            Optional<Instant> ended,
            boolean whole) {}

    record Consent(UUID user, String name, boolean agreed, Instant at) {}

    private RecordingRows() {}

    static UUID ask(Transaction transaction, RoomId room, Actor.Person by) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into recording (id, room_id, asked_by, asked_by_name, asked_at, state)
                        values (:id, :room, :by, :name, :now, 'asking')
                        """)
                .bind("id", id)
                .bind("room", room)
                .bind("by", by.userId())
                .bind("name", by.displayName())
                .bind("now", transaction.now())
                .execute();
        return id;
    }

    static void consent(Transaction transaction, UUID recording, Actor.Person person, boolean agreed) {
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

    static void run(Transaction transaction, UUID recording) {
        transaction
                .handle()
                .createUpdate(
                        "update recording set state = 'running', began_at = :now where id = :id and state = 'asking'")
                .bind("now", transaction.now())
                .bind("id", recording)
                .execute();
    }

    /** One that never ran has nothing to put together. */
    static void stop(Transaction transaction, UUID recording, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update recording set state = case state when 'running' then 'waiting' else 'empty' end,
                            stopped_at = :now, stop_reason = :reason
                        where id = :id and stopped_at is null
                        """)
                .bind("now", transaction.now())
                .bind("reason", reason)
                .bind("id", recording)
                .execute();
    }

    /** That a killed server left in the room, which lives again. */
    static void stopFormer(Transaction transaction, RoomId room) {
        transaction
                .handle()
                .createUpdate("""
                        update recording set state = case state when 'running' then 'waiting' else 'empty' end,
                            stopped_at = :now, stop_reason = 'crashed'
                        where room_id = :room and stopped_at is null
                        """)
                .bind("now", transaction.now())
                .bind("room", room)
                .execute();
    }

    /** That a killed server left in rooms that nobody has come back to. */
    static void stopDeserted(Transaction transaction, Instant before) {
        transaction
                .handle()
                .createUpdate("""
                        update recording set state = case state when 'running' then 'waiting' else 'empty' end,
                            stopped_at = :now, stop_reason = 'crashed'
                        where stopped_at is null and asked_at < :before and not exists (
                            select from room_attendance stay where stay.room_id = recording.room_id and left_at is null)
                        """)
                .bind("now", transaction.now())
                .bind("before", before)
                .execute();
    }

    static UUID part(Transaction transaction, UUID recording, Actor.Person of, String bundle) {
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

    /** What became of it. */
    static void settle(Transaction transaction, UUID recording, String state, Optional<String> detail, long bytes) {
        transaction
                .handle()
                .createUpdate("update recording set state = :state, detail = :detail, bytes = :bytes where id = :id")
                .bind("state", state)
                .bind("detail", detail.orElse(null))
                .bind("bytes", bytes)
                .bind("id", recording)
                .execute();
    }

    static void failed(Transaction transaction, UUID recording, String detail) {
        transaction
                .handle()
                .createUpdate("update recording set attempts = attempts + 1, detail = :detail where id = :id")
                .bind("detail", detail)
                .bind("id", recording)
                .execute();
    }

    static Optional<Recording> find(Handle handle, UUID id) {
        return handle.createQuery(ALL + "where id = :id")
                .bind("id", id)
                .map((row, context) -> recording(row))
                .findOne();
    }

    static List<Recording> of(Handle handle, RoomId room) {
        return handle.createQuery(ALL + "where room_id = :room order by asked_at")
                .bind("room", room)
                .map((row, context) -> recording(row))
                .list();
    }

    /** The next whose files are all written, or have had time enough to be. */
    static Optional<Recording> waiting(Handle handle, Instant patience) {
        return handle.createQuery(ALL + """
                        where state = 'waiting' and (stopped_at < :patience or not exists (
                            select from recording_part part where part.recording_id = recording.id and ended_at is null))
                        order by attempts, stopped_at limit 1
                        """)
                .bind("patience", patience)
                .map((row, context) -> recording(row))
                .findOne();
    }

    static List<Recording> outdated(Handle handle, Instant before) {
        return handle.createQuery(ALL + "where state in ('ready', 'parts') and stopped_at < :before limit 100")
                .bind("before", before)
                .map((row, context) -> recording(row))
                .list();
    }

    static List<Part> parts(Handle handle, UUID recording) {
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
                        instant(row, "began_at"),
                        instant(row, "ended_at"),
                        row.getBoolean("whole")))
                .list();
    }

    static List<Consent> consents(Handle handle, UUID recording) {
        return handle.createQuery("""
                        select user_id, user_name, agreed, at from recording_consent where recording_id = :recording order by at
                        """)
                .bind("recording", recording)
                .map((row, context) -> new Consent(
                        row.getObject("user_id", UUID.class),
                        row.getString("user_name"),
                        row.getBoolean("agreed"),
                        instant(row, "at").orElseThrow()))
                .list();
    }

    private static Recording recording(ResultSet row) throws SQLException {
        long bytes = row.getLong("bytes");
        Optional<Long> size = row.wasNull() ? Optional.empty() : Optional.of(bytes);
        return new Recording(
                row.getObject("id", UUID.class),
                new RoomId(row.getObject("room_id", UUID.class)),
                row.getString("asked_by_name"),
                instant(row, "asked_at").orElseThrow(),
                instant(row, "began_at"),
                instant(row, "stopped_at"),
                Optional.ofNullable(row.getString("stop_reason")),
                row.getString("state"),
                row.getInt("attempts"),
                Optional.ofNullable(row.getString("detail")),
                size);
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
