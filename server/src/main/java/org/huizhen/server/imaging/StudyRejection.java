package org.huizhen.server.imaging;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;

/**
 * Waste images: a study that a reader sends back to be taken again is {@code rejected} until the clinic says that it stands,
 * or until new images arrive for it. The images stay.
 */
public final class StudyRejection {
    private final AuditLog audit;

    public StudyRejection(AuditLog audit) {
        this.audit = audit;
    }

    /** The images are waste. A study that is rejected already stays so. */
    public void reject(Transaction transaction, Actor actor, StudyId study, String reason) {
        change(transaction, study, "'rejected'", "state <> 'rejected'")
                .ifPresent(row -> tell(transaction, actor, row, "reject", "rejected", reason));
    }

    /** The images are to be read after all. Nothing happens to a study that is not rejected. */
    public void restore(Transaction transaction, Actor actor, StudyId study, String reason) {
        change(
                        transaction,
                        study,
                        "case when received < greatest(announced, coalesce(expected, 0)) then 'arriving' else 'complete' end",
                        "state = 'rejected'")
                .ifPresent(row -> tell(transaction, actor, row, "restore", "restored", reason));
    }

    /** @throws ApiException {@code wrong-state} for a study that is not rejected */
    static void requireRejected(StudyOverview study) {
        if (!study.state().equals("rejected")) {
            throw new ApiException(
                    ErrorCode.WRONG_STATE, Map.of("state", study.state(), "allowed", List.of("rejected")));
        }
    }

    private record Row(StudyId id, OrganizationId organization, long version, String state) {}

    private static Optional<Row> change(Transaction transaction, StudyId study, String state, String condition) {
        return transaction
                .handle()
                .createQuery("update study set version = version + 1, state = " + state + " where id = :id and "
                        + condition + " returning organization_id, version, state")
                .bind("id", study)
                .map((row, context) -> new Row(
                        study,
                        new OrganizationId(row.getObject("organization_id", java.util.UUID.class)),
                        row.getLong("version"),
                        row.getString("state")))
                .findOne();
    }

    private void tell(Transaction transaction, Actor actor, Row row, String action, String event, String reason) {
        audit.record(
                transaction,
                AuditEntry.success(actor, "study." + action)
                        .about("study", row.id())
                        .with("reason", reason));
        transaction.publish(Event.of(
                "study." + event,
                "study",
                row.id(),
                row.version(),
                row.organization(),
                transaction.now(),
                JsonNodeFactory.instance.objectNode().put("state", row.state())));
    }
}
