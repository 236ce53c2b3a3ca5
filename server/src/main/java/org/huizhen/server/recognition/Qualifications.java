package org.huizhen.server.recognition;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The table of qualifications. */
final class Qualifications {
    /** @param until included; @param area where the mark holds when it differs from the item's, else null */
    record Qualification(
            UUID id,
            OrganizationId organization,
            String organizationName,
            String itemCode,
            LocalDate from,
            LocalDate until,
            String area,
            String assessedBy,
            Instant withdrawnAt) {

        Qualification of(String name) {
            return new Qualification(id, organization, name, itemCode, from, until, area, assessedBy, withdrawnAt);
        }
    }

    private Qualifications() {}

    static void insert(Transaction transaction, List<Qualification> qualifications, String createdBy) {
        PreparedBatch batch = transaction.handle().prepareBatch("""
                insert into qualification (id, organization_id, item_code, valid_from, valid_until, area, assessed_by,
                  created_by, created_at)
                values (:id, :organization, :item, :from, :until, :area, :assessedBy, :createdBy, :now)
                """);
        for (Qualification qualification : qualifications) {
            batch.bind("id", qualification.id())
                    .bind("organization", qualification.organization())
                    .bind("item", qualification.itemCode())
                    .bind("from", qualification.from())
                    .bind("until", qualification.until())
                    .bind("area", qualification.area())
                    .bind("assessedBy", qualification.assessedBy())
                    .bind("createdBy", createdBy)
                    .bind("now", transaction.now())
                    .add();
        }
        batch.execute();
    }

    /** The one that held on the day; the widest-lasting when there are several. */
    static Optional<Qualification> on(Handle handle, OrganizationId organization, String item, LocalDate day) {
        return handle.createQuery("""
                        select q.*, o.name as organization_name from qualification q
                        join organization o on o.id = q.organization_id
                        where q.organization_id = :organization and q.item_code = :item
                          and :day between q.valid_from and q.valid_until and q.withdrawn_at is null
                        order by q.valid_until desc, q.id limit 1
                        """)
                .bind("organization", organization)
                .bind("item", item)
                .bind("day", day)
                .map((row, context) -> qualification(row))
                .findOne();
    }

    /** One row more than {@code limit} when there are more. */
    static List<Qualification> page(
            Handle handle, Scope scope, Optional<OrganizationId> organization, Optional<UUID> after, int limit) {
        var query = handle.createQuery("select q.*, o.name as organization_name from qualification q"
                + " join organization o on o.id = q.organization_id where " + scope.condition("q.organization_id")
                + (organization.isPresent() ? " and q.organization_id = :organization" : "")
                + (after.isPresent() ? " and q.id > :after" : "") + " order by q.id limit :limit");
        organization.ifPresent(id -> query.bind("organization", id));
        after.ifPresent(id -> query.bind("after", id));
        return scope.bind(query.bind("limit", limit + 1))
                .map((row, context) -> qualification(row))
                .list();
    }

    static Optional<Qualification> find(Handle handle, UUID id) {
        return handle.createQuery("""
                        select q.*, o.name as organization_name from qualification q
                        join organization o on o.id = q.organization_id where q.id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> qualification(row))
                .findOne();
    }

    /** False where it was withdrawn before. */
    static boolean withdraw(Transaction transaction, UUID id, String by, String reason) {
        return transaction
                        .handle()
                        .createUpdate("""
                                update qualification set withdrawn_at = :now, withdrawn_by = :by, withdrawn_reason = :reason
                                where id = :id and withdrawn_at is null
                                """)
                        .bind("now", transaction.now())
                        .bind("by", by)
                        .bind("reason", reason)
                        .bind("id", id)
                        .execute()
                > 0;
    }

    private static Qualification qualification(ResultSet row) throws SQLException {
        java.sql.Timestamp withdrawn = row.getTimestamp("withdrawn_at");
        return new Qualification(
                row.getObject("id", UUID.class),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                row.getString("item_code"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_until", LocalDate.class),
                row.getString("area"),
                row.getString("assessed_by"),
                withdrawn == null ? null : withdrawn.toInstant());
    }
}
