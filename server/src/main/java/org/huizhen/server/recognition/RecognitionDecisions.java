package org.huizhen.server.recognition;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table of decisions: recognized, or examined again and why. */
final class RecognitionDecisions {
    enum Kind {
        RECOGNIZED,
        REPEATED;

        @JsonValue
        String identifier() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a doctor decides. */
    record Draft(
            @JsonProperty(required = true) RecognitionResultId resultId,
            @JsonProperty(required = true) String item,
            String examOrderId,
            @JsonProperty(required = true) Kind decision,
            RepeatReason reason,
            Boolean patientInformed,
            String note) {}

    record Ref(UUID id, String name) {}

    record Decision(
            UUID id,
            RecognitionResultId resultId,
            String item,
            String examOrderId,
            Kind decision,
            RepeatReason reason,
            Boolean patientInformed,
            String note,
            Ref decidedBy,
            Ref organization,
            Instant decidedAt) {}

    private static final String SELECT = """
            select d.*, o.name as organization_name from recognition_decision d
            join organization o on o.id = d.organization_id
            """;

    private RecognitionDecisions() {}

    static Decision insert(Transaction transaction, Actor.Person actor, PatientId patient, Draft draft) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into recognition_decision (id, result_id, item_code, patient_id, exam_order_id, decision, reason,
                          patient_informed, note, decided_by, decided_by_name, organization_id, decided_at)
                        values (:id, :result, :item, :patient, :order, :decision, :reason, :informed, :note, :by, :byName,
                          :organization, :now)
                        """)
                .bind("id", id)
                .bind("result", draft.resultId())
                .bind("item", draft.item())
                .bind("patient", patient)
                .bind("order", draft.examOrderId())
                .bind("decision", draft.decision().identifier())
                .bind("reason", draft.reason() == null ? null : draft.reason().identifier())
                .bind("informed", draft.patientInformed())
                .bind("note", draft.note())
                .bind("by", actor.userId())
                .bind("byName", actor.displayName())
                .bind("organization", actor.organizationId())
                .bind("now", transaction.now())
                .execute();
        return transaction
                .handle()
                .createQuery(SELECT + " where d.id = :id")
                .bind("id", id)
                .map((row, context) -> decision(row))
                .one();
    }

    /** The newest first; one row more than {@code limit} when there are more. */
    static List<Decision> page(
            Handle handle, Scope scope, Collection<PatientId> patients, Optional<UUID> after, int limit) {
        var query = handle.createQuery(SELECT + " where d.patient_id = any(:patients) and "
                        + scope.condition("d.organization_id") + (after.isPresent() ? " and d.id < :after" : "")
                        + " order by d.id desc limit :limit")
                .bindArray(
                        "patients",
                        UUID.class,
                        patients.stream().map(PatientId::value).toList())
                .bind("limit", limit + 1);
        after.ifPresent(id -> query.bind("after", id));
        return scope.bind(query).map((row, context) -> decision(row)).list();
    }

    /** The last decision of the organization on each result. */
    static Map<RecognitionResultId, Decision> last(
            Handle handle, OrganizationId organization, Collection<RecognitionResultId> results) {
        return handle
                .createQuery("""
                        select distinct on (d.result_id) d.*, o.name as organization_name from recognition_decision d
                        join organization o on o.id = d.organization_id
                        where d.result_id = any(:results) and d.organization_id = :organization
                        order by d.result_id, d.id desc
                        """)
                .bindArray(
                        "results",
                        UUID.class,
                        results.stream().map(RecognitionResultId::value).toList())
                .bind("organization", organization)
                .map((row, context) -> decision(row))
                .stream()
                .collect(Collectors.toMap(Decision::resultId, decision -> decision));
    }

    private static Decision decision(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return new Decision(
                row.getObject("id", UUID.class),
                new RecognitionResultId(row.getObject("result_id", UUID.class)),
                row.getString("item_code"),
                row.getString("exam_order_id"),
                Kind.valueOf(row.getString("decision").toUpperCase(Locale.ROOT)),
                reason == null ? null : RepeatReason.of(reason),
                row.getObject("patient_informed", Boolean.class),
                row.getString("note"),
                new Ref(new UserId(row.getObject("decided_by", UUID.class)).value(), row.getString("decided_by_name")),
                new Ref(row.getObject("organization_id", UUID.class), row.getString("organization_name")),
                row.getTimestamp("decided_at").toInstant());
    }
}
