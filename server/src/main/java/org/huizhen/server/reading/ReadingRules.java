package org.huizhen.server.reading;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The tables of rules: what files a request by itself, and where one signature is enough. */
final class ReadingRules {
    /** @param onArrival whether it files a request when a study arrives */
    record Rule(
            OrganizationId organization,
            String modality,
            ReadingMode mode,
            Priority priority,
            Purpose purpose,
            boolean onArrival) {
        /** Clinics of mode C report themselves: what they send up, they send by hand. */
        boolean files() {
            return onArrival && mode != ReadingMode.C;
        }
    }

    private ReadingRules() {}

    static Optional<Rule> find(Handle handle, OrganizationId organization, String modality) {
        return handle.createQuery("""
                        select * from reading_rule where organization_id = :organization and modality = :modality
                        """)
                .bind("organization", organization)
                .bind("modality", modality)
                .map((row, context) -> rule(row))
                .findOne();
    }

    static List<Rule> of(Handle handle, OrganizationId organization) {
        return handle.createQuery("select * from reading_rule where organization_id = :organization order by modality")
                .bind("organization", organization)
                .map((row, context) -> rule(row))
                .list();
    }

    static List<Rule> all(Handle handle, Scope scope) {
        return scope.bind(handle.createQuery("select * from reading_rule where " + scope.condition("organization_id")
                        + " order by organization_id, modality"))
                .map((row, context) -> rule(row))
                .list();
    }

    static void set(Transaction transaction, Rule rule) {
        transaction
                .handle()
                .createUpdate("""
                        insert into reading_rule (organization_id, modality, mode, priority, purpose, on_arrival)
                        values (:organization, :modality, :mode, :priority, :purpose, :onArrival)
                        on conflict (organization_id, modality) do update
                          set mode = excluded.mode, priority = excluded.priority, purpose = excluded.purpose,
                            on_arrival = excluded.on_arrival
                        """)
                .bind("organization", rule.organization())
                .bind("modality", rule.modality())
                .bind("mode", rule.mode().name())
                .bind("priority", rule.priority().identifier())
                .bind("purpose", rule.purpose().identifier())
                .bind("onArrival", rule.onArrival())
                .execute();
    }

    /** False where there is none. */
    static boolean remove(Transaction transaction, OrganizationId organization, String modality) {
        return transaction
                        .handle()
                        .createUpdate(
                                "delete from reading_rule where organization_id = :organization and modality = :modality")
                        .bind("organization", organization)
                        .bind("modality", modality)
                        .execute()
                > 0;
    }

    static boolean singleSignature(Handle handle, OrganizationId organization, String modality) {
        return handle.createQuery("""
                        select exists (select 1 from single_signature_policy
                          where organization_id = :organization and modality in (:modality, '*'))
                        """)
                .bind("organization", organization)
                .bind("modality", modality)
                .mapTo(Boolean.class)
                .one();
    }

    static void allowSingleSignature(
            Transaction transaction, OrganizationId organization, String modality, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        insert into single_signature_policy (organization_id, modality, reason, since)
                        values (:organization, :modality, :reason, :now)
                        on conflict (organization_id, modality) do update set reason = excluded.reason
                        """)
                .bind("organization", organization)
                .bind("modality", modality)
                .bind("reason", reason)
                .bind("now", transaction.now())
                .execute();
    }

    private static Rule rule(ResultSet row) throws SQLException {
        return new Rule(
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("modality"),
                ReadingMode.valueOf(row.getString("mode")),
                Priority.of(row.getString("priority")),
                Purpose.of(row.getString("purpose")),
                row.getBoolean("on_arrival"));
    }
}
