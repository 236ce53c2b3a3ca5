package org.huizhen.server.reading.critical;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.CriticalFindingId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table of critical findings. */
final class CriticalFindings {
    /** What a list shows; empty states are all of them. */
    record Filter(List<String> states, Optional<OrganizationId> organization, Optional<StudyId> study) {}

    private CriticalFindings() {}

    static void insert(Transaction transaction, CriticalFinding finding) {
        CriticalFinding.Origin origin = finding.origin;
        finding.version = 1;
        transaction
                .handle()
                .createUpdate("""
                        insert into critical_finding (id, version, state, level, organization_id, study_id, item_code,
                          item_name, finding, raised_by, raised_by_name, raised_at, next_call_at)
                        values (:id, 1, 'raised', :level, :organization, :study, :item, :itemName, :finding, :by, :byName,
                          :at, :nextCall)
                        """)
                .bind("id", origin.id())
                .bind("level", origin.level())
                .bind("organization", origin.organization())
                .bind("study", origin.study())
                .bind("item", origin.itemCode())
                .bind("itemName", origin.itemName())
                .bind("finding", origin.finding())
                .bind("by", origin.raisedBy())
                .bind("byName", origin.raisedByName())
                .bind("at", origin.raisedAt())
                .bind("nextCall", finding.nextCallAt)
                .execute();
    }

    /** An open one of the same study and item. */
    static boolean stands(Handle handle, StudyId study, String itemOrWords) {
        return handle.createQuery("""
                        select exists (select 1 from critical_finding where study_id = :study
                          and coalesce(item_code, finding) = :item and state not in ('handled', 'withdrawn'))
                        """)
                .bind("study", study)
                .bind("item", itemOrWords)
                .mapTo(Boolean.class)
                .one();
    }

    static Optional<CriticalFinding> lock(Transaction transaction, CriticalFindingId id) {
        return transaction
                .handle()
                .createQuery("select * from critical_finding where id = :id for update")
                .bind("id", id)
                .map((row, context) -> finding(row))
                .findOne();
    }

    static Optional<CriticalFinding> find(Handle handle, CriticalFindingId id) {
        return handle.createQuery("select * from critical_finding where id = :id")
                .bind("id", id)
                .map((row, context) -> finding(row))
                .findOne();
    }

    /** Some that nobody has answered in time, locked, those that others work on left out. */
    static List<CriticalFinding> lockUnanswered(Transaction transaction, int most) {
        return transaction
                .handle()
                .createQuery("""
                        select * from critical_finding where next_call_at <= :now and state in ('raised', 'notified')
                        order by next_call_at limit :most for update skip locked
                        """)
                .bind("now", transaction.now())
                .bind("most", most)
                .map((row, context) -> finding(row))
                .list();
    }

    static void save(Transaction transaction, CriticalFinding finding) {
        finding.version++;
        var answer = finding.acknowledgement;
        var reached = finding.reached;
        var handled = finding.handled;
        transaction
                .handle()
                .createUpdate("""
                        update critical_finding set version = :version, state = :state, turn = :turn,
                          next_call_at = :nextCall, acknowledged_at = :ackAt, acknowledged_by = :ackBy,
                          acknowledged_via = :ackVia, read_back = :readBack, reached_at = :reachedAt,
                          reached_by = :reachedBy, reached_whom = :reachedWhom, reached_note = :reachedNote,
                          handled_at = :handledAt, handled_by = :handledBy, handling = :handling,
                          withdraw_reason = :withdraw
                        where id = :id
                        """)
                .bind("id", finding.id())
                .bind("version", finding.version)
                .bind("state", finding.state.identifier())
                .bind("turn", finding.turn)
                .bind("nextCall", finding.nextCallAt)
                .bind("ackAt", answer == null ? null : answer.at())
                .bind("ackBy", answer == null ? null : answer.by())
                .bind("ackVia", answer == null ? null : answer.via())
                .bind("readBack", answer == null ? null : answer.readBack())
                .bind("reachedAt", reached == null ? null : reached.at())
                .bind("reachedBy", reached == null ? null : reached.by())
                .bind("reachedWhom", reached == null ? null : reached.whom())
                .bind("reachedNote", reached == null ? null : reached.note())
                .bind("handledAt", handled == null ? null : handled.at())
                .bind("handledBy", handled == null ? null : handled.by())
                .bind("handling", handled == null ? null : handled.handling())
                .bind("withdraw", finding.withdrawReason)
                .execute();
    }

    /** The newest first, strictly before the position. */
    static List<CriticalFinding> page(
            Handle handle, Scope scope, Filter filter, Optional<List<String>> before, int limit) {
        String where = scope.condition("f.organization_id")
                + (filter.states().isEmpty() ? "" : " and f.state = any(:states)")
                + (filter.organization().isPresent() ? " and f.organization_id = :organization" : "")
                + (filter.study().isPresent() ? " and f.study_id = :study" : "")
                + (before.isPresent() ? " and (f.raised_at, f.id) < (:beforeAt, cast(:beforeId as uuid))" : "");
        Query query = scope.bind(handle.createQuery("select f.* from critical_finding f where " + where
                        + " order by f.raised_at desc, f.id desc limit :limit"))
                .bindArray("states", String.class, filter.states())
                .bind("organization", filter.organization().orElse(null))
                .bind("study", filter.study().orElse(null))
                .bind("limit", limit + 1);
        before.ifPresent(
                key -> query.bind("beforeAt", Instant.parse(key.get(0))).bind("beforeId", key.get(1)));
        return query.map((row, context) -> finding(row)).list();
    }

    /** Those neither handled nor withdrawn. */
    static List<UUID> open(Handle handle, Scope scope) {
        return scope.bind(handle.createQuery("select f.id from critical_finding f where "
                        + scope.condition("f.organization_id")
                        + " and f.state not in ('handled', 'withdrawn') order by f.raised_at"))
                .mapTo(UUID.class)
                .list();
    }

    private static CriticalFinding finding(ResultSet row) throws SQLException {
        CriticalFinding finding = new CriticalFinding(new CriticalFinding.Origin(
                new CriticalFindingId(row.getObject("id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new StudyId(row.getObject("study_id", UUID.class)),
                row.getString("level"),
                row.getString("item_code"),
                row.getString("item_name"),
                row.getString("finding"),
                row.getObject("raised_by", UUID.class),
                row.getString("raised_by_name"),
                instant(row, "raised_at")));
        finding.version = row.getLong("version");
        finding.state = CriticalState.of(row.getString("state"));
        finding.turn = row.getInt("turn");
        finding.nextCallAt = instant(row, "next_call_at");
        if (row.getString("acknowledged_by") != null) {
            finding.acknowledgement = new CriticalFinding.Acknowledgement(
                    row.getString("acknowledged_by"),
                    row.getString("acknowledged_via"),
                    row.getString("read_back"),
                    instant(row, "acknowledged_at"));
        }
        if (row.getString("reached_by") != null) {
            finding.reached = new CriticalFinding.Reached(
                    row.getString("reached_by"),
                    row.getString("reached_whom"),
                    row.getString("reached_note"),
                    instant(row, "reached_at"));
        }
        if (row.getString("handled_by") != null) {
            finding.handled = new CriticalFinding.Handled(
                    row.getString("handled_by"), row.getString("handling"), instant(row, "handled_at"));
        }
        finding.withdrawReason = row.getString("withdraw_reason");
        return finding;
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
