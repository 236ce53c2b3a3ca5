package org.huizhen.server.signaling.recording;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** The table {@code recording}. */
final class RecordingRows {
    private static final String ALL = """
            select c.id, c.room_id, r.reading_request_id, c.asked_by_name, c.asked_at, c.began_at, c.stopped_at, c.stop_reason,
              c.state, c.attempts, c.detail, c.bytes
            from recording c join room r on r.id = c.room_id
            """;
    /** One that never ran has nothing to put together. */
    private static final String STOP = """
            update recording set state = case state when 'running' then 'waiting' else 'empty' end,
              stopped_at = :now, stop_reason = :reason
            where stopped_at is null and\s""";

    record Recording(
            UUID id,
            RoomId room,
            Optional<ReadingRequestId> readingRequest,
            String by,
            Instant asked,
            Optional<Instant> began,
            Optional<Instant> stopped,
            Optional<String> reason,
            String state,
            int attempts,
            Optional<String> detail,
            Optional<Long> bytes) {}

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

    static void run(Transaction transaction, UUID recording) {
        change(transaction, "state = 'running', began_at = :now where id = :id and state = 'asking'", recording)
                .bind("now", transaction.now())
                .execute();
    }

    static void stop(Transaction transaction, UUID recording, String reason) {
        stopping(transaction, "id = :id", reason).bind("id", recording).execute();
    }

    /** That a killed server left in the room, which lives again. */
    static void stopFormer(Transaction transaction, RoomId room) {
        stopping(transaction, "room_id = :room", "crashed").bind("room", room).execute();
    }

    /** That a killed server left in rooms that nobody has come back to. */
    static void stopDeserted(Transaction transaction, Instant before) {
        stopping(transaction, """
                        asked_at < :before and not exists (
                          select from room_attendance stay where stay.room_id = recording.room_id and left_at is null)
                        """, "crashed").bind("before", before).execute();
    }

    private static Update stopping(Transaction transaction, String which, String reason) {
        return transaction
                .handle()
                .createUpdate(STOP + which)
                .bind("now", transaction.now())
                .bind("reason", reason);
    }

    /** What became of it. */
    static void settle(Transaction transaction, UUID recording, String state, Optional<String> detail, long bytes) {
        change(transaction, "state = :state, detail = :detail, bytes = :bytes where id = :id", recording)
                .bind("state", state)
                .bind("detail", detail.orElse(null))
                .bind("bytes", bytes)
                .execute();
    }

    static void failed(Transaction transaction, UUID recording, String detail) {
        change(transaction, "attempts = attempts + 1, detail = :detail where id = :id", recording)
                .bind("detail", detail)
                .execute();
    }

    private static Update change(Transaction transaction, String what, UUID recording) {
        return transaction.handle().createUpdate("update recording set " + what).bind("id", recording);
    }

    static Optional<Recording> find(Handle handle, UUID id) {
        return handle.createQuery(ALL + "where c.id = :id")
                .bind("id", id)
                .map((row, context) -> recording(row))
                .findOne();
    }

    static List<Recording> of(Handle handle, RoomId room) {
        return list(handle.createQuery(ALL + "where c.room_id = :room order by c.asked_at")
                .bind("room", room));
    }

    /** Of all rooms about a case, the newest first. */
    static List<Recording> of(Handle handle, ReadingRequestId request, int most) {
        return list(handle.createQuery(
                        ALL + "where r.reading_request_id = :request order by c.asked_at desc, c.id desc limit :most")
                .bind("request", request)
                .bind("most", most));
    }

    /** Of all rooms about any of the patients, as studies are theirs now, the newest first. */
    static List<Recording> of(Handle handle, List<PatientId> patients, int most) {
        if (patients.isEmpty()) {
            return List.of();
        }
        return list(handle.createQuery(ALL + """
                        left join study_summary s on s.study_id = r.study_id
                        where case when s.study_id is null then r.patient_id else s.patient_id end in (<patients>)
                        order by c.asked_at desc, c.id desc limit :most
                        """).bindList("patients", patients).bind("most", most));
    }

    /** The next whose files are all written, or have had time enough to be. */
    static Optional<Recording> waiting(Handle handle, Instant patience) {
        return handle.createQuery(ALL + """
                        where c.state = 'waiting' and (c.stopped_at < :patience or not exists (
                            select from recording_part part where part.recording_id = c.id and ended_at is null))
                        order by c.attempts, c.stopped_at limit 1
                        """)
                .bind("patience", patience)
                .map((row, context) -> recording(row))
                .findOne();
    }

    static List<Recording> outdated(Handle handle, Instant before) {
        return list(handle.createQuery(ALL + "where c.state in ('ready', 'parts') and c.stopped_at < :before limit 100")
                .bind("before", before));
    }

    private static List<Recording> list(Query query) {
        return query.map((row, context) -> recording(row)).list();
    }

    private static Recording recording(ResultSet row) throws SQLException {
        long bytes = row.getLong("bytes");
        Optional<Long> size = row.wasNull() ? Optional.empty() : Optional.of(bytes);
        return new Recording(
                row.getObject("id", UUID.class),
                new RoomId(row.getObject("room_id", UUID.class)),
                Optional.ofNullable(row.getObject("reading_request_id", UUID.class))
                        .map(ReadingRequestId::new),
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

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
