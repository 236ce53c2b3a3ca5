package org.huizhen.server.recognition;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.Id;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/** A doctor recognizes a result, or examines again for one of six reasons and tells the patient; both are kept. */
final class Deciding {
    static final String DECIDED = "recognition.decided";
    private static final int LONGEST_NOTE = 2_000;

    private record DecisionId(java.util.UUID value) implements Id {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    private final Database database;
    private final AuditLog audit;
    private final RecognitionLookup lookup;
    private final ZoneId zone;

    Deciding(Database database, AuditLog audit, RecognitionLookup lookup, ZoneId zone) {
        this.database = database;
        this.audit = audit;
        this.lookup = lookup;
        this.zone = zone;
    }

    /** @throws ApiException {@code invalid-request} naming what lacks, {@code not-found}, {@code not-allowed} */
    RecognitionDecisions.Decision decide(Actor.Person actor, RecognitionDecisions.Draft draft) {
        requireWhole(draft);
        return database.write(transaction -> decide(transaction, actor, draft));
    }

    /** The same inside somebody else's transaction. */
    RecognitionDecisions.Decision decideWithin(
            Transaction transaction, Actor.Person actor, RecognitionDecisions.Draft draft) {
        requireWhole(draft);
        return decide(transaction, actor, draft);
    }

    private RecognitionDecisions.Decision decide(
            Transaction transaction, Actor.Person actor, RecognitionDecisions.Draft draft) {
        RecognitionResult result = RecognitionResults.find(transaction.handle(), draft.resultId())
                .filter(found -> found.patient() != null)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        lookup.patients(transaction.handle(), actor, result.patient().value());
        if (!result.itemCode().equals(draft.item())) {
            throw ApiException.invalid("item", "other-item", result.itemCode());
        }
        LocalDate today = LocalDate.ofInstant(transaction.now(), zone);
        List<WhyNot> refusals = result.decision().refusals(today);
        if (draft.decision() == RecognitionDecisions.Kind.RECOGNIZED && !refusals.isEmpty()) {
            throw ApiException.invalid(
                    "decision", "not-recognizable", refusals.getFirst().words(actor.locale(), result));
        }
        RecognitionDecisions.Decision decision =
                RecognitionDecisions.insert(transaction, actor, result.patient(), draft);
        DecisionId id = new DecisionId(decision.id());
        audit.record(
                transaction,
                AuditEntry.success(actor, "recognition." + draft.decision().identifier())
                        .about("recognitionDecision", id)
                        .ofPatient(result.patient()));
        transaction.publish(Event.of(DECIDED, "recognitionDecision", id, 1, actor.organizationId(), transaction.now()));
        return decision;
    }

    private static void requireWhole(RecognitionDecisions.Draft draft) {
        List<ApiException.FieldError> errors = new ArrayList<>();
        require(errors, "resultId", draft.resultId() != null);
        require(errors, "item", draft.item() != null);
        require(errors, "decision", draft.decision() != null);
        if (draft.decision() == RecognitionDecisions.Kind.REPEATED) {
            require(errors, "reason", draft.reason() != null);
            require(errors, "patientInformed", Boolean.TRUE.equals(draft.patientInformed()));
            require(
                    errors,
                    "note",
                    draft.reason() != RepeatReason.OTHER
                            || (draft.note() != null && !draft.note().isBlank()));
        }
        if (draft.note() != null && draft.note().length() > LONGEST_NOTE) {
            errors.add(new ApiException.FieldError("note", "too-long", "≤ " + LONGEST_NOTE));
        }
        if (!errors.isEmpty()) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, Map.of(), errors);
        }
    }

    private static void require(List<ApiException.FieldError> errors, String field, boolean there) {
        if (!there) {
            errors.add(new ApiException.FieldError(field, "required", field));
        }
    }
}
