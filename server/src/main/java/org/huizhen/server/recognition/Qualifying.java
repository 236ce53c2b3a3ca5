package org.huizhen.server.recognition;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
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

    /** All of one organization, from and until the same days: every one or none. */
    List<Qualifications.Qualification> add(Actor.Person actor, List<Qualifications.Qualification> drafts) {
        return database.write(transaction -> {
            Qualifications.Qualification any = drafts.getFirst();
            access.require(
                    transaction.handle(), actor, Permission.RECOGNITION_ADMINISTER, Subject.of(any.organization()));
            return add(transaction, actor, drafts);
        });
    }

    /**
     * No report that is signed from now on gets a mark by it; those that have one keep it.
     *
     * @throws ApiException {@code not-found}; {@code wrong-state} when it was withdrawn before
     */
    Qualifications.Qualification withdraw(Actor.Person actor, UUID id, String reason) {
        return database.write(transaction -> {
            Qualifications.Qualification found = Qualifications.find(transaction.handle(), id)
                    .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(
                    transaction.handle(), actor, Permission.RECOGNITION_ADMINISTER, Subject.of(found.organization()));
            if (!Qualifications.withdraw(transaction, id, actor.label(), reason)) {
                throw new ApiException(ErrorCode.WRONG_STATE, Map.of("state", "withdrawn", "allowed", List.of()));
            }
            audit.record(
                    transaction,
                    AuditEntry.success(actor, "recognition.withdrawQualification")
                            .about("organization", found.organization())
                            .with("item", found.itemCode())
                            .with("reason", reason));
            return Qualifications.find(transaction.handle(), id).orElseThrow();
        });
    }

    /** @throws ApiException {@code not-found} for an unknown organization, {@code invalid-request} */
    Qualifications.Qualification add(Transaction transaction, Actor actor, Qualifications.Qualification draft) {
        return add(transaction, actor, List.of(draft)).getFirst();
    }

    private List<Qualifications.Qualification> add(
            Transaction transaction, Actor actor, List<Qualifications.Qualification> drafts) {
        Qualifications.Qualification any = drafts.getFirst();
        for (Qualifications.Qualification draft : drafts) {
            if (items.byCode(draft.itemCode()).isEmpty()) {
                throw ApiException.invalid("itemCode", "unknown", draft.itemCode());
            }
        }
        if (any.from().isAfter(any.until())) {
            throw ApiException.invalid("until", "before-from", "from ≤ until");
        }
        String organization = transaction
                .handle()
                .createQuery("select name from organization where id = :id")
                .bind("id", any.organization())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        Qualifications.insert(transaction, drafts, actor.label());
        String codes =
                drafts.stream().map(Qualifications.Qualification::itemCode).collect(Collectors.joining(" "));
        audit.record(
                transaction,
                AuditEntry.success(actor, "recognition.qualify")
                        .about("organization", any.organization())
                        .with(drafts.size() == 1 ? "item" : "items", codes)
                        .with("from", any.from().toString())
                        .with("until", any.until().toString()));
        return drafts.stream().map(draft -> draft.of(organization)).toList();
    }
}
