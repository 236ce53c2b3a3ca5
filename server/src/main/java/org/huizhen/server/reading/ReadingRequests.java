package org.huizhen.server.reading;

import static org.huizhen.server.reading.Studies.instant;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The table of reading requests, one at a time; lists are {@link Worklist}'s. */
final class ReadingRequests {
    private ReadingRequests() {}

    static void insert(Handle handle, ReadingRequest request) {
        ReadingRequest.Origin origin = request.origin;
        bindState(handle.createUpdate("""
                                insert into reading_request (id, version, state, organization_id, study_id, modality,
                                  body_part, mode, priority, purpose, clinical_info, filed_by, filed_at, arrived_at,
                                  submitted_at, due_at, clock_started)
                                values (:id, 1, :state, :organization, :study, :modality, :bodyPart, :mode, :priority,
                                  :purpose, :clinicalInfo, :filedBy, :filedAt, :arrivedAt, :submittedAt, :dueAt,
                                  :clockStarted)
                                """), request)
                .bind("organization", origin.organization())
                .bind("study", origin.study())
                .bind("mode", origin.mode().name())
                .bind(
                        "filedBy",
                        origin.filedBy() == null ? null : origin.filedBy().value())
                .bind("filedAt", origin.filedAt())
                .bind("arrivedAt", origin.arrivedAt())
                .execute();
        request.version = 1;
    }

    /** Locks the row until the transaction ends: changes of one request come one after the other. */
    static Optional<ReadingRequest> lock(Transaction transaction, ReadingRequestId id) {
        return transaction
                .handle()
                .createQuery("select r.* from reading_request r where r.id = :id for update")
                .bind("id", id)
                .map((row, context) -> request(row))
                .findOne();
    }

    static Optional<ReadingRequest> find(Handle handle, ReadingRequestId id) {
        return handle.createQuery("select r.* from reading_request r where r.id = :id")
                .bind("id", id)
                .map((row, context) -> request(row))
                .findOne();
    }

    /** The newest request of each study, whatever its state. */
    static List<ReadingRequest> newestOf(Handle handle, Collection<StudyId> studies) {
        return handle.createQuery("""
                        select distinct on (r.study_id) r.* from reading_request r
                        where r.study_id = any(:studies) order by r.study_id, r.id desc
                        """)
                .bindArray(
                        "studies",
                        UUID.class,
                        studies.stream().map(StudyId::value).toList())
                .map((row, context) -> request(row))
                .list();
    }

    static List<ReadingRequestId> ofStudy(Handle handle, StudyId study) {
        return handle.createQuery("select id from reading_request where study_id = :study order by id")
                .bind("study", study)
                .mapTo(UUID.class)
                .map(ReadingRequestId::new)
                .list();
    }

    /** A lease that ends later than one of now would was given before the clock was set back. */
    static void shortenLeases(Transaction transaction, Duration length) {
        transaction
                .handle()
                .createUpdate("update reading_request set lease_until = :latest where lease_until > :latest")
                .bind("latest", transaction.now().plus(length))
                .execute();
    }

    /** Some whose lease has run out, locked, those that others work on left out. */
    static List<ReadingRequest> lockLapsed(Transaction transaction, int most) {
        return transaction
                .handle()
                .createQuery("""
                        select r.* from reading_request r where r.lease_until <= :now
                        order by r.lease_until limit :most for update skip locked
                        """)
                .bind("now", transaction.now())
                .bind("most", most)
                .map((row, context) -> request(row))
                .list();
    }

    /** Writes what may change and raises the version. */
    static void save(Transaction transaction, ReadingRequest request) {
        request.version++;
        ReadingRequest.Authorship written = request.written;
        bindState(transaction.handle().createUpdate("""
                                update reading_request set version = :version, state = :state, modality = :modality,
                                  body_part = :bodyPart, priority = :priority, purpose = :purpose,
                                  clinical_info = :clinicalInfo, submitted_at = :submittedAt, due_at = :dueAt,
                                  clock_started = :clockStarted, lease_holder = :leaseHolder,
                                  lease_holder_name = :leaseHolderName, lease_until = :leaseUntil, lease_for = :leaseFor,
                                  writer_id = :writer, writer_name = :writerName,
                                  writer_organization_id = :writerOrganization, written_at = :writtenAt,
                                  writer_until = :writerUntil,
                                  reviewer_id = :reviewer, reviewer_name = :reviewerName, final_at = :finalAt,
                                  return_reason = :returned, cancel_reason = :cancelled, amend_reason = :amended,
                                  void_reason = :voided, review_comment = :comment
                                where id = :id
                                """), request)
                .bind("version", request.version)
                .bind("leaseHolder", request.lease == null ? null : id(request.lease.holder()))
                .bind(
                        "leaseHolderName",
                        request.lease == null ? null : request.lease.holder().name())
                .bind("leaseUntil", request.lease == null ? null : request.lease.until())
                .bind(
                        "leaseFor",
                        request.lease == null ? null : request.lease.purpose().identifier())
                .bind("writer", written == null ? null : id(written.person()))
                .bind("writerName", written == null ? null : written.person().name())
                .bind(
                        "writerOrganization",
                        written == null ? null : written.organization().value())
                .bind("writtenAt", written == null ? null : written.at())
                .bind("writerUntil", written == null ? null : written.leaseUntil())
                .bind("reviewer", id(request.reviewer))
                .bind("reviewerName", request.reviewer == null ? null : request.reviewer.name())
                .bind("finalAt", request.finalAt)
                .bind("returned", request.reasons.returned())
                .bind("cancelled", request.reasons.cancelled())
                .bind("amended", request.reasons.amended())
                .bind("voided", request.reasons.voided())
                .bind("comment", request.reasons.reviewComment())
                .execute();
        saveAlarms(transaction.handle(), request);
    }

    /** Writes the alarms and nothing else: the version stays, so that nobody's change is taken for stale. */
    static void saveAlarms(Handle handle, ReadingRequest request) {
        ReadingRequest.Preliminary preliminary = request.preliminary;
        handle.createUpdate("""
                        update reading_request set preliminary_at = :preliminaryAt, preliminary_due_at = :preliminaryDue,
                          preliminary_alarm_at = :preliminaryAlarm, missed_level = :missed, signed_instances = :signed,
                          late_at = :late
                        where id = :id
                        """)
                .bind("id", request.id())
                .bind("preliminaryAt", preliminary == null ? null : preliminary.at())
                .bind("preliminaryDue", preliminary == null ? null : preliminary.dueAt())
                .bind("preliminaryAlarm", preliminary == null ? null : preliminary.alarmAt())
                .bind("missed", request.missedLevel)
                .bind("signed", request.signedInstances)
                .bind("late", request.lateAt)
                .execute();
    }

    /** Moves the end of the lease and nothing else: the version stays, nobody needs to hear of it. */
    static void renew(Handle handle, ReadingRequestId id, Instant until) {
        handle.createUpdate("update reading_request set lease_until = :until where id = :id")
                .bind("until", until)
                .bind("id", id)
                .execute();
    }

    private static <S extends SqlStatement<S>> S bindState(S statement, ReadingRequest request) {
        return statement
                .bind("id", request.id())
                .bind("state", request.state.stored())
                .bind("modality", request.modality)
                .bind("bodyPart", request.bodyPart)
                .bind("priority", request.priority.identifier())
                .bind("purpose", request.purpose.identifier())
                .bind("clinicalInfo", request.clinicalInfo)
                .bind("submittedAt", request.submittedAt)
                .bind("dueAt", request.dueAt)
                .bind("clockStarted", request.clockStarted);
    }

    static ReadingRequest request(ResultSet row) throws SQLException {
        UUID filedBy = row.getObject("filed_by", UUID.class);
        ReadingRequest request = new ReadingRequest(new ReadingRequest.Origin(
                new ReadingRequestId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new StudyId(row.getObject("study_id", UUID.class)),
                ReadingMode.valueOf(row.getString("mode")),
                filedBy == null ? null : new UserId(filedBy),
                instant(row, "filed_at"),
                instant(row, "arrived_at")));
        request.version = row.getLong("version");
        request.state = RequestState.ofStored(row.getString("state"));
        request.modality = row.getString("modality");
        request.bodyPart = row.getString("body_part");
        request.priority = Priority.of(row.getString("priority"));
        request.purpose = Purpose.of(row.getString("purpose"));
        request.clinicalInfo = row.getString("clinical_info");
        request.submittedAt = instant(row, "submitted_at");
        request.dueAt = instant(row, "due_at");
        request.clockStarted = row.getBoolean("clock_started");
        PersonRef holder = person(row, "lease_holder");
        if (holder != null) {
            request.lease = new Lease(holder, instant(row, "lease_until"), LeasePurpose.of(row.getString("lease_for")));
        }
        UUID writer = row.getObject("writer_id", UUID.class);
        request.written = writer == null
                ? null
                : new ReadingRequest.Authorship(
                        new PersonRef(new UserId(writer), row.getString("writer_name")),
                        new OrganizationId(row.getObject("writer_organization_id", UUID.class)),
                        instant(row, "written_at"),
                        instant(row, "writer_until"));
        UUID reviewer = row.getObject("reviewer_id", UUID.class);
        request.reviewer =
                reviewer == null ? null : new PersonRef(new UserId(reviewer), row.getString("reviewer_name"));
        request.finalAt = instant(row, "final_at");
        request.reasons = new ReadingRequest.Reasons(
                row.getString("return_reason"),
                row.getString("cancel_reason"),
                row.getString("amend_reason"),
                row.getString("void_reason"),
                row.getString("review_comment"));
        Instant preliminaryAt = instant(row, "preliminary_at");
        if (preliminaryAt != null) {
            request.preliminary = new ReadingRequest.Preliminary(
                    preliminaryAt, instant(row, "preliminary_due_at"), instant(row, "preliminary_alarm_at"));
        }
        request.missedLevel = row.getInt("missed_level");
        request.signedInstances = row.getObject("signed_instances", Integer.class);
        request.lateAt = instant(row, "late_at");
        return request;
    }

    private static PersonRef person(ResultSet row, String column) throws SQLException {
        UUID id = row.getObject(column, UUID.class);
        return id == null ? null : new PersonRef(new UserId(id), row.getString(column + "_name"));
    }

    private static UUID id(PersonRef person) {
        return person == null ? null : person.id().value();
    }
}
