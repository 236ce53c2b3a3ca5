package org.huizhen.server.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table of orders and its accession numbers. */
final class ExamOrders {
    private static final String SELECT = """
            select o.*, array(select s.study_id from exam_order_study s where s.order_id = o.id order by s.tied_at) as studies
            from exam_order o
            """;

    /** What a list is narrowed to; empty ones do not. */
    record Filter(Optional<String> status, Optional<List<PatientId>> patients, Optional<Instant> from) {}

    /** Where a page begins: behind this order. */
    record After(Instant at, UUID id) {}

    /** False when the organization has the accession number already. */
    boolean insert(Transaction transaction, ExamOrder order) {
        ExamOrder.Examination wanted = order.examination();
        return transaction
                        .handle()
                        .createUpdate("""
                        insert into exam_order (id, organization_id, patient_id, accession_number, status, item_code, modality,
                          body_part, contrast, laterality, indication, purpose, ordered_by, ordered_by_name, ordered_at)
                        values (:id, :organization, :patient, :accession, 'ordered', :item, :modality, :bodyPart, :contrast,
                          :laterality, :indication, :purpose, :by, :byName, :at)
                        on conflict (organization_id, accession_number) do nothing
                        """)
                        .bind("id", order.id())
                        .bind("organization", order.organization())
                        .bind("patient", order.patient())
                        .bind("accession", order.accessionNumber())
                        .bind("item", wanted.itemCode().orElse(null))
                        .bind("modality", wanted.modality())
                        .bind("bodyPart", wanted.bodyPart().orElse(null))
                        .bind("contrast", wanted.contrast())
                        .bind(
                                "laterality",
                                wanted.laterality()
                                        .map(ExamOrder.Laterality::identifier)
                                        .orElse(null))
                        .bind("indication", wanted.indication().orElse(null))
                        .bind("purpose", order.purpose().identifier())
                        .bind("by", order.orderedBy())
                        .bind("byName", order.orderedByName())
                        .bind("at", order.orderedAt())
                        .execute()
                == 1;
    }

    /** The organization's next number of the day: {@code yyMMdd} and four digits or more. */
    String nextNumber(Transaction transaction, OrganizationId organization, LocalDate day) {
        int last = transaction
                .handle()
                .createQuery("""
                        insert into exam_order_number (organization_id, day, last) values (:organization, :day, 1)
                        on conflict (organization_id, day) do update set last = exam_order_number.last + 1
                        returning last
                        """)
                .bind("organization", organization)
                .bind("day", day)
                .mapTo(Integer.class)
                .one();
        return day.format(DateTimeFormatter.ofPattern("yyMMdd")) + String.format("%04d", last);
    }

    Optional<ExamOrder> find(Handle handle, ExamOrderId id) {
        return handle.createQuery(SELECT + " where o.id = :id")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    Optional<ExamOrder> lock(Handle handle, ExamOrderId id) {
        return handle.createQuery(SELECT + " where o.id = :id for update of o")
                .bind("id", id)
                .map((row, context) -> map(row))
                .findOne();
    }

    /** The newest first. */
    List<ExamOrder> list(Handle handle, Scope scope, Filter filter, Optional<After> after, int rows) {
        Query query = scope.bind(handle.createQuery(SELECT + " where " + scope.condition("o.organization_id")
                + (filter.status().isPresent() ? " and o.status = :status" : "")
                + (filter.patients().isPresent() ? " and o.patient_id = any(:patients)" : "")
                + (filter.from().isPresent() ? " and o.ordered_at >= :from" : "")
                + (after.isPresent() ? " and (o.ordered_at, o.id) < (:at, :id)" : "")
                + " order by o.ordered_at desc, o.id desc limit :rows"));
        filter.status().ifPresent(status -> query.bind("status", status));
        filter.patients()
                .ifPresent(ids -> query.bindArray(
                        "patients",
                        UUID.class,
                        ids.stream().map(PatientId::value).toList()));
        filter.from().ifPresent(from -> query.bind("from", from));
        after.ifPresent(key -> query.bind("at", key.at()).bind("id", key.id()));
        return query.bind("rows", rows).map((row, context) -> map(row)).list();
    }

    void cancel(Transaction transaction, ExamOrderId id, UserId by, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update exam_order set status = 'cancelled', version = version + 1, cancelled_by = :by,
                          cancelled_at = :now, cancel_reason = :reason where id = :id
                        """)
                .bind("by", by)
                .bind("now", transaction.now())
                .bind("reason", reason)
                .bind("id", id)
                .execute();
    }

    private static ExamOrder map(ResultSet row) throws SQLException {
        OffsetDateTime performed = row.getObject("performed_at", OffsetDateTime.class);
        return new ExamOrder(
                new ExamOrderId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                new PatientId(row.getObject("patient_id", UUID.class)),
                row.getString("accession_number"),
                row.getString("status"),
                new ExamOrder.Examination(
                        Optional.ofNullable(row.getString("item_code")),
                        row.getString("modality"),
                        Optional.ofNullable(row.getString("body_part")),
                        row.getBoolean("contrast"),
                        Optional.ofNullable(row.getString("laterality")).map(ExamOrder.Laterality::of),
                        Optional.ofNullable(row.getString("indication"))),
                Purpose.of(row.getString("purpose")),
                new UserId(row.getObject("ordered_by", UUID.class)),
                row.getString("ordered_by_name"),
                row.getObject("ordered_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(performed).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getString("cancel_reason")),
                Arrays.stream((UUID[]) row.getArray("studies").getArray())
                        .map(StudyId::new)
                        .toList());
    }
}
