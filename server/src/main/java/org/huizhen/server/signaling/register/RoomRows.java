package org.huizhen.server.signaling.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table {@code room}. */
final class RoomRows {
    private static final String COLUMNS = """
            select r.id, r.version, r.kind, r.state, r.plane, r.locked, r.organization_id, r.opened_by, r.opened_by_name,
              r.opened_at, r.patient_id, r.subject_organization_id, r.reading_request_id, r.study_id,
              r.study_instance_uid, r.closed_at, r.close_reason, r.lease_fence
            from room r
            """;

    private RoomRows() {}

    static void insert(Handle handle, RoomRecord room) {
        Optional<RoomRecord.About> about = room.about();
        handle.createUpdate("""
                        insert into room (id, kind, state, plane, organization_id, opened_by, opened_by_name, opened_at,
                          patient_id, subject_organization_id, reading_request_id, study_id, study_instance_uid)
                        values (:id, :kind, 'open', :plane, :organization, :openedBy, :openedByName, :openedAt,
                          :patient, :subjectOrganization, :request, :study, :uid)
                        """)
                .bind("id", room.id())
                .bind("kind", room.kind().identifier())
                .bind("plane", room.plane())
                .bind("organization", room.organization())
                .bind("openedBy", room.openedBy())
                .bind("openedByName", room.openedByName())
                .bind("openedAt", room.openedAt())
                .bind("patient", about.flatMap(RoomRecord.About::patient).orElse(null))
                .bind(
                        "subjectOrganization",
                        about.map(RoomRecord.About::organization).orElse(null))
                .bind("request", about.flatMap(RoomRecord.About::readingRequest).orElse(null))
                .bind("study", about.flatMap(RoomRecord.About::study).orElse(null))
                .bind("uid", about.flatMap(RoomRecord.About::studyInstanceUid).orElse(null))
                .execute();
    }

    static Optional<RoomRecord> find(Handle handle, RoomId id) {
        return handle.createQuery(COLUMNS + " where r.id = :id")
                .bind("id", id)
                .map((row, context) -> room(row))
                .findOne();
    }

    /** The row, locked against other changes until the transaction ends. */
    static Optional<RoomRecord> lock(Transaction transaction, RoomId id) {
        return transaction
                .handle()
                .createQuery(COLUMNS + " where r.id = :id for update")
                .bind("id", id)
                .map((row, context) -> room(row))
                .findOne();
    }

    /** As {@link #lock(Transaction, RoomId)} for what changes no key; empty as well where the lease's fence is not ours. */
    static Optional<RoomRecord> lock(Transaction transaction, RoomId id, LongPredicate ours) {
        return transaction
                .handle()
                .createQuery(COLUMNS + " where r.id = :id for no key update")
                .bind("id", id)
                .map((row, context) -> Map.entry(row.getLong("lease_fence"), room(row)))
                .findOne()
                .filter(found -> ours.test(found.getKey()))
                .map(Map.Entry::getValue);
    }

    /** Where a page of a list begins. */
    record After(Instant openedAt, UUID id) {}

    /** Rooms that the person opened, is invited to or has been in, the newest first. */
    static List<RoomRecord> mine(
            Handle handle, Actor.Person person, Optional<String> state, Optional<After> after, int rows) {
        return handle.createQuery(COLUMNS + """
                         where (r.opened_by = :person
                            or r.id in (select i.room_id from room_invitation i where not i.barred and i.subject_id in
                              (:person, :organization, (select u.department_id from app_user u where u.id = :person)))
                            or r.id in (select a.room_id from room_attendance a where a.user_id = :person))
                          and (cast(:state as text) is null or r.state = :state)
                          and (cast(:afterId as uuid) is null or (r.opened_at, r.id) < (:afterAt, :afterId))
                        order by r.opened_at desc, r.id desc limit :rows
                        """)
                .bind("person", person.userId())
                .bind("organization", person.organizationId())
                .bind("state", state.orElse(null))
                .bind("afterAt", after.map(After::openedAt).orElse(Instant.EPOCH))
                .bind("afterId", after.map(After::id).orElse(null))
                .bind("rows", rows)
                .map((row, context) -> room(row))
                .list();
    }

    /** A new version. */
    static void touch(Transaction transaction, RoomId id) {
        transaction
                .handle()
                .createUpdate("update room set version = version + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    static void setLocked(Transaction transaction, RoomId id, boolean locked) {
        transaction
                .handle()
                .createUpdate("update room set locked = :locked, version = version + 1 where id = :id")
                .bind("locked", locked)
                .bind("id", id)
                .execute();
    }

    static void close(Transaction transaction, RoomId id, String by, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update room set state = 'closed', closed_at = :now, closed_by = :by, close_reason = :reason,
                          lease_node = null, version = version + 1 where id = :id
                        """)
                .bind("now", transaction.now())
                .bind("by", by)
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    /** Open rooms, opened before the moment, in which nobody is or has been since. */
    static List<RoomId> deserted(Handle handle, Instant since, int most) {
        return handle.createQuery("""
                        select r.id from room r where r.state = 'open' and r.opened_at < :since
                          and not exists (select 1 from room_attendance a where a.room_id = r.id
                            and (a.left_at is null or a.left_at > :since))
                        limit :most
                        """)
                .bind("since", since)
                .bind("most", most)
                .mapTo(UUID.class)
                .map(RoomId::new)
                .list();
    }

    private static RoomRecord room(ResultSet row) throws SQLException {
        Optional<OrganizationId> subject = id(row, "subject_organization_id", OrganizationId::new);
        Optional<RoomRecord.About> about = Optional.empty();
        if (subject.isPresent()) {
            about = Optional.of(new RoomRecord.About(
                    subject.get(),
                    id(row, "patient_id", PatientId::new),
                    id(row, "reading_request_id", ReadingRequestId::new),
                    id(row, "study_id", StudyId::new),
                    Optional.ofNullable(row.getString("study_instance_uid"))));
        }
        return new RoomRecord(
                new RoomId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                RoomKind.of(row.getString("kind")),
                row.getString("state").equals("open"),
                row.getString("plane"),
                row.getBoolean("locked"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new UserId(row.getObject("opened_by", UUID.class)),
                row.getString("opened_by_name"),
                row.getTimestamp("opened_at").toInstant(),
                about,
                Optional.ofNullable(row.getTimestamp("closed_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("close_reason")));
    }

    static <T> Optional<T> id(ResultSet row, String column, Function<UUID, T> type) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class)).map(type);
    }
}
