package org.huizhen.server.imaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table of requests to move studies to another patient. */
final class PatientChanges {

    /** Where a page begins: behind this request. */
    record After(Instant at, UUID id) {}

    void insert(Transaction transaction, PatientChange change) {
        transaction
                .handle()
                .createUpdate("""
                        insert into study_patient_change (id, state, organization_id, from_patient_id, to_patient_id, study_ids,
                          reason, requested_by, requested_by_name, requested_at)
                        values (:id, 'requested', :organization, :from, :to, :studies, :reason, :by, :byName, :at)
                        """)
                .bind("id", change.id())
                .bind("organization", change.organization())
                .bind("from", change.from())
                .bind("to", change.to())
                .bindArray("studies", UUID.class, ids(change.studies()))
                .bind("reason", change.reason())
                .bind("by", change.requestedBy().id())
                .bind("byName", change.requestedBy().name())
                .bind("at", change.requestedAt())
                .execute();
    }

    /** Whether one of the studies is already asked to be moved. */
    boolean waiting(Handle handle, Collection<StudyId> studies) {
        return handle.createQuery("""
                        select exists (select 1 from study_patient_change where state = 'requested' and study_ids && :studies)
                        """)
                .bindArray("studies", UUID.class, ids(studies))
                .mapTo(Boolean.class)
                .one();
    }

    Optional<PatientChange> lock(Handle handle, UUID id) {
        return handle.createQuery("select * from study_patient_change where id = :id for update")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    /** The newest first. */
    List<PatientChange> list(
            Handle handle, Scope scope, Optional<PatientChange.State> state, Optional<After> after, int rows) {
        Query query = scope.bind(
                handle.createQuery("select * from study_patient_change where " + scope.condition("organization_id")
                        + (state.isPresent() ? " and state = :state" : "")
                        + (after.isPresent() ? " and (requested_at, id) < (:at, :id)" : "")
                        + " order by requested_at desc, id desc limit :rows"));
        state.ifPresent(value -> query.bind("state", value.identifier()));
        after.ifPresent(key -> query.bind("at", key.at()).bind("id", key.id()));
        return query.bind("rows", rows).map((row, context) -> map(row)).list();
    }

    PatientChange decide(
            Transaction transaction,
            UUID id,
            PatientChange.State state,
            PatientChange.Person by,
            Optional<String> note) {
        return transaction
                .handle()
                .createQuery("""
                        update study_patient_change set state = :state, version = version + 1, decided_by = :by,
                          decided_by_name = :byName, decided_at = :now, note = :note
                        where id = :id returning *
                        """)
                .bind("state", state.identifier())
                .bind("by", by.id())
                .bind("byName", by.name())
                .bind("now", transaction.now())
                .bind("note", note.orElse(null))
                .bind("id", id)
                .map((row, context) -> map(row))
                .one();
    }

    private static List<UUID> ids(Collection<StudyId> studies) {
        return studies.stream().map(StudyId::value).toList();
    }

    private static PatientChange map(ResultSet row) throws SQLException {
        UUID decidedBy = row.getObject("decided_by", UUID.class);
        String decidedByName = row.getString("decided_by_name");
        OffsetDateTime decidedAt = row.getObject("decided_at", OffsetDateTime.class);
        return new PatientChange(
                row.getObject("id", UUID.class),
                row.getLong("version"),
                PatientChange.State.of(row.getString("state")).orElseThrow(),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new PatientId(row.getObject("from_patient_id", UUID.class)),
                new PatientId(row.getObject("to_patient_id", UUID.class)),
                Arrays.stream((UUID[]) row.getArray("study_ids").getArray())
                        .map(StudyId::new)
                        .toList(),
                row.getString("reason"),
                new PatientChange.Person(
                        new UserId(row.getObject("requested_by", UUID.class)), row.getString("requested_by_name")),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(decidedBy).map(id -> new PatientChange.Person(new UserId(id), decidedByName)),
                Optional.ofNullable(decidedAt).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("note")));
    }
}
