package org.huizhen.server.recognition;

import java.util.UUID;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Subject;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/** Who passed which quality assessment is entered by administrators. Marks are decided at signing, not afterwards. */
final class Qualifying {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final RecognitionItems items;

    Qualifying(Database database, Access access, AuditLog audit, RecognitionItems items) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.items = items;
    }

    Qualifications.Qualification add(Actor.Person actor, Qualifications.Qualification draft) {
        return database.write(transaction -> {
            access.require(
                    transaction.handle(), actor, Permission.RECOGNITION_ADMINISTER, Subject.of(draft.organization()));
            return add(transaction, actor, draft);
        });
    }

    /** @throws ApiException {@code not-found} for an unknown organization, {@code invalid-request} */
    Qualifications.Qualification add(Transaction transaction, Actor actor, Qualifications.Qualification draft) {
        if (items.byCode(draft.itemCode()).isEmpty()) {
            throw ApiException.invalid("itemCode", "unknown", draft.itemCode());
        }
        if (draft.from().isAfter(draft.until())) {
            throw ApiException.invalid("until", "before-from", "from ≤ until");
        }
        String organization = transaction
                .handle()
                .createQuery("select name from organization where id = :id")
                .bind("id", draft.organization())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        UUID id = draft.id();
        Qualifications.insert(transaction, draft, actor.label());
        audit.record(
                transaction,
                AuditEntry.success(actor, "recognition.qualify")
                        .about("organization", draft.organization())
                        .with("item", draft.itemCode())
                        .with("from", draft.from().toString())
                        .with("until", draft.until().toString()));
        return new Qualifications.Qualification(
                id,
                draft.organization(),
                organization,
                draft.itemCode(),
                draft.from(),
                draft.until(),
                draft.area(),
                draft.assessedBy());
    }
}
