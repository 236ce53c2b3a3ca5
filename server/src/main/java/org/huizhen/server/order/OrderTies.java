package org.huizhen.server.order;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;

/** Ties a study to the order whose accession number it carries: of the same organization, whichever of both came first. */
final class OrderTies {
    static final String PERFORMED = "examOrder.performed";
    private static final Actor TIES = new Actor.Server("exam-order");

    private final AuditLog audit;

    OrderTies(AuditLog audit) {
        this.audit = audit;
    }

    /** A listener: {@code study.arrived}, {@code study.updated}. Idempotent. */
    void onStudy(Transaction transaction, Event event) {
        tie(transaction, "s.study_id", event.aggregateId());
    }

    /** Studies that were here before the order. */
    void tieEarlier(Transaction transaction, ExamOrderId order) {
        tie(transaction, "o.id", order.value());
    }

    private record Tied(ExamOrderId order, StudyId study) {}

    private void tie(Transaction transaction, String column, UUID id) {
        List<Tied> tied = transaction
                .handle()
                .createQuery("""
                        insert into exam_order_study (study_id, order_id, tied_at)
                        select s.study_id, o.id, :now from study_summary s
                        join exam_order o on o.organization_id = s.organization_id
                          and o.accession_number = s.accession_number and o.status <> 'cancelled'
                        where """ + " " + column + """
                         = :id
                        on conflict (study_id) do nothing returning order_id, study_id
                        """)
                .bind("now", transaction.now())
                .bind("id", id)
                .map((row, context) -> new Tied(
                        new ExamOrderId(row.getObject("order_id", UUID.class)),
                        new StudyId(row.getObject("study_id", UUID.class))))
                .list();
        tied.forEach(pair -> performed(transaction, pair));
    }

    private record Performed(long version, OrganizationId organization, PatientId patient) {}

    private void performed(Transaction transaction, Tied pair) {
        Optional<Performed> order = transaction
                .handle()
                .createQuery("""
                        update exam_order set status = 'performed', version = version + 1,
                          performed_at = coalesce(performed_at, :now)
                        where id = :id returning version, organization_id, patient_id
                        """)
                .bind("now", transaction.now())
                .bind("id", pair.order())
                .map((row, context) -> new Performed(
                        row.getLong("version"),
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        new PatientId(row.getObject("patient_id", UUID.class))))
                .findOne();
        order.ifPresent(found -> {
            audit.record(
                    transaction,
                    AuditEntry.success(TIES, "examOrder.tie")
                            .about("examOrder", pair.order())
                            .ofPatient(found.patient())
                            .with("study", pair.study().toString()));
            transaction.publish(Event.of(
                    PERFORMED, "examOrder", pair.order(), found.version(), found.organization(), transaction.now()));
        });
    }
}
