package org.huizhen.server.patient;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table of matching actions: only ever added to. */
final class MatchingHistory {
    private static final TypeReference<List<StoredPlace>> PLACES = new TypeReference<>() {};
    private static final String SELECT = """
            select a.*, u.id as undone_by from matching_action a left join matching_action u on u.undoes = a.id
            """;

    private final ObjectMapper json = new ObjectMapper();

    private record StoredPlace(UUID study, UUID patient, boolean matched, String problem) {
        static StoredPlace of(StudyPlace place) {
            return new StoredPlace(
                    place.study().value(),
                    place.patient().map(PatientId::value).orElse(null),
                    place.matched(),
                    place.problem().orElse(null));
        }

        StudyPlace place() {
            return new StudyPlace(
                    new StudyId(study),
                    Optional.ofNullable(patient).map(PatientId::new),
                    matched,
                    Optional.ofNullable(problem));
        }
    }

    /** An action that is about to be written down. */
    record Draft(
            MatchingAction.Kind kind,
            OrganizationId organization,
            Optional<PatientId> patient,
            Optional<PatientId> other,
            String reason,
            Optional<UUID> undoes) {}

    UUID record(Transaction transaction, Actor.Person actor, Draft draft, GroupState before, GroupState after) {
        return record(transaction, actor, draft, before, after, List.of(), List.of());
    }

    UUID record(
            Transaction transaction,
            Actor.Person actor,
            Draft draft,
            List<StudyPlace> studiesBefore,
            List<StudyPlace> studiesAfter) {
        return record(transaction, actor, draft, GroupState.NONE, GroupState.NONE, studiesBefore, studiesAfter);
    }

    UUID record(
            Transaction transaction,
            Actor.Person actor,
            Draft draft,
            GroupState before,
            GroupState after,
            List<StudyPlace> studiesBefore,
            List<StudyPlace> studiesAfter) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into matching_action (id, kind, organization_id, patient_id, other_patient_id, study_ids, reason,
                          groups_before, groups_after, studies_before, studies_after, actor_id, actor_name, acted_at, undoes)
                        values (:id, :kind, :organization, :patient, :other, :studies, :reason, cast(:before as jsonb),
                          cast(:after as jsonb), cast(:studiesBefore as jsonb), cast(:studiesAfter as jsonb), :actor,
                          :actorName, :now, :undoes)
                        """)
                .bind("id", id)
                .bind("kind", draft.kind().identifier())
                .bind("organization", draft.organization())
                .bind("patient", draft.patient().map(PatientId::value).orElse(null))
                .bind("other", draft.other().map(PatientId::value).orElse(null))
                .bindArray(
                        "studies",
                        UUID.class,
                        studiesAfter.stream()
                                .map(place -> place.study().value())
                                .toList())
                .bind("reason", draft.reason())
                .bind("before", text(before))
                .bind("after", text(after))
                .bind(
                        "studiesBefore",
                        text(studiesBefore.stream().map(StoredPlace::of).toList()))
                .bind(
                        "studiesAfter",
                        text(studiesAfter.stream().map(StoredPlace::of).toList()))
                .bind("actor", actor.userId())
                .bind("actorName", actor.displayName())
                .bind("now", transaction.now())
                .bind("undoes", draft.undoes().orElse(null))
                .execute();
        return id;
    }

    /** Locks the action, so that two people do not undo it at once. */
    Optional<MatchingAction> lock(Handle handle, UUID id) {
        return handle.createQuery(SELECT + " where a.id = :id for update of a")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    /** The newest first. */
    List<MatchingAction> list(Handle handle, Scope scope, Optional<After> after, int rows) {
        Query query = scope.bind(handle.createQuery(SELECT + " where " + scope.condition("a.organization_id")
                + (after.isPresent() ? " and (a.acted_at, a.id) < (:at, :id)" : "")
                + " order by a.acted_at desc, a.id desc limit :rows"));
        after.ifPresent(key -> query.bind("at", key.at()).bind("id", key.id()));
        return query.bind("rows", rows).map((row, context) -> map(row)).list();
    }

    /** Where a page begins: behind this action. */
    record After(Instant at, UUID id) {}

    private MatchingAction map(ResultSet row) throws SQLException {
        return new MatchingAction(
                row.getObject("id", UUID.class),
                MatchingAction.Kind.of(row.getString("kind")),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                patient(row, "patient_id"),
                patient(row, "other_patient_id"),
                places(row.getString("studies_before")),
                places(row.getString("studies_after")),
                row.getString("reason"),
                groups(row.getString("groups_before")),
                groups(row.getString("groups_after")),
                row.getObject("actor_id", UUID.class),
                row.getString("actor_name"),
                row.getObject("acted_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("undoes", UUID.class)),
                Optional.ofNullable(row.getObject("undone_by", UUID.class)));
    }

    private static Optional<PatientId> patient(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class)).map(PatientId::new);
    }

    private GroupState groups(String text) {
        try {
            return json.readValue(text, GroupState.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a matching action cannot be read", e);
        }
    }

    private List<StudyPlace> places(String text) {
        try {
            return json.readValue(text, PLACES).stream().map(StoredPlace::place).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a matching action cannot be read", e);
        }
    }

    private String text(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
