package org.huizhen.server.reading.critical;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.CriticalFindingId;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/**
 * Raises findings and takes them from state to state. The telephone comes first: somebody of the center calls the contact
 * whose turn it is; when nobody reads the finding back in time the turn passes on, round and round, until somebody does.
 */
final class CriticalDesk {
    private static final Actor CLOCK = new Actor.Server("critical-findings");
    private static final int BATCH = 50;

    /** @param level critical or significant */
    record Raising(StudyId study, String level, String itemCode, String finding) {}

    /** @param contact whom was called, null: whose turn it was; @param readBack null when it was not read back */
    record Call(CriticalContacts.Contact contact, String outcome, String person, String readBack, String note) {}

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final CriticalCatalog catalog;
    private final Duration patience;

    CriticalDesk(Database database, Access access, AuditLog audit, CriticalCatalog catalog, Duration patience) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.catalog = catalog;
        this.patience = patience;
    }

    /** @throws ApiException {@code conflict} while one of the same study and item stands */
    CriticalFindingId raise(Actor.Person actor, Raising raising) {
        return database.write(transaction -> {
            CriticalStudies.Facts study = CriticalStudies.get(transaction.handle(), raising.study());
            access.require(transaction.handle(), actor, Permission.CRITICAL_RAISE, study.subject());
            String name = raising.itemCode() == null
                    ? raising.finding()
                    : catalog.byCode(raising.itemCode())
                            .map(CriticalCatalog.Item::name)
                            .orElseThrow(() -> ApiException.invalid("itemCode", "unknown", "itemCode"));
            String key = raising.itemCode() == null ? raising.finding() : raising.itemCode();
            if (CriticalFindings.stands(transaction.handle(), study.id(), key)) {
                throw new ApiException(ErrorCode.CONFLICT);
            }
            CriticalFinding finding = new CriticalFinding(new CriticalFinding.Origin(
                    CriticalFindingId.next(),
                    study.organization(),
                    study.id(),
                    raising.level(),
                    raising.itemCode(),
                    name,
                    raising.finding(),
                    actor.userId().value(),
                    actor.displayName(),
                    transaction.now()));
            finding.waitFrom(transaction.now(), patience);
            CriticalFindings.insert(transaction, finding);
            CriticalSteps.Step step = CriticalSteps.Step.of("raised", raising.finding());
            happened(new Case(transaction, finding, study, actor), "raised", step.calling(turn(transaction, finding)));
            return finding.id();
        });
    }

    /** A telephone call of the center. Answered and read back it acknowledges; in vain, the turn passes on at once. */
    void called(Actor.Person actor, CriticalFindingId id, OptionalLong ifMatch, Call call) {
        change(actor, id, ifMatch, Permission.CRITICAL_CALL, open -> {
            CriticalFinding finding = open.finding();
            if (finding.state.answered()) {
                throw finding.state.refusal();
            }
            CriticalContacts.Contact to = call.contact() == null ? turn(open.transaction(), finding) : call.contact();
            CriticalSteps.add(
                    open.transaction(),
                    id,
                    actor,
                    CriticalSteps.Step.of("called", call.note()).calling(to).ending(call.outcome(), call.person()));
            if (!call.outcome().equals("reached")) {
                finding.nextTurn(open.transaction().now(), patience);
                save(open, "escalated", CriticalSteps.Step.of("escalated", null).calling(turn(open)));
            } else if (call.readBack() == null) {
                finding.notified();
                save(open, "notified", CriticalSteps.Step.of("notified", null).ending(null, call.person()));
            } else {
                finding.acknowledge(new CriticalFinding.Acknowledgement(
                        call.person(),
                        "phone",
                        call.readBack(),
                        open.transaction().now()));
                save(
                        open,
                        "acknowledged",
                        CriticalSteps.Step.of("acknowledged", call.readBack()).ending(null, call.person()));
            }
        });
    }

    /** On the clinic's screen. */
    void acknowledge(Actor.Person actor, CriticalFindingId id, OptionalLong ifMatch, String readBack) {
        change(actor, id, ifMatch, Permission.CRITICAL_ANSWER, open -> {
            open.finding()
                    .acknowledge(new CriticalFinding.Acknowledgement(
                            actor.displayName(),
                            "screen",
                            readBack,
                            open.transaction().now()));
            save(open, "acknowledged", CriticalSteps.Step.of("acknowledged", readBack));
        });
    }

    void patientReached(Actor.Person actor, CriticalFindingId id, OptionalLong ifMatch, String whom, String note) {
        change(actor, id, ifMatch, Permission.CRITICAL_ANSWER, open -> {
            open.finding()
                    .reach(new CriticalFinding.Reached(
                            actor.displayName(), whom, note, open.transaction().now()));
            save(
                    open,
                    "patientReached",
                    CriticalSteps.Step.of("patientReached", note).ending(null, whom));
        });
    }

    void handle(Actor.Person actor, CriticalFindingId id, OptionalLong ifMatch, String handling) {
        change(actor, id, ifMatch, Permission.CRITICAL_ANSWER, open -> {
            open.finding()
                    .handle(new CriticalFinding.Handled(
                            actor.displayName(), handling, open.transaction().now()));
            save(open, "handled", CriticalSteps.Step.of("handled", handling));
        });
    }

    void withdraw(Actor.Person actor, CriticalFindingId id, OptionalLong ifMatch, String reason) {
        change(actor, id, ifMatch, Permission.CRITICAL_RAISE, open -> {
            open.finding().withdraw(reason);
            save(open, "withdrawn", CriticalSteps.Step.of("withdrawn", reason));
        });
    }

    /** Passes the turn on where nobody has answered in time. Returns how many. */
    int escalate() {
        int total = 0;
        int found;
        do {
            found = database.write(transaction -> {
                List<CriticalFinding> late = CriticalFindings.lockUnanswered(transaction, BATCH);
                for (CriticalFinding finding : late) {
                    finding.nextTurn(transaction.now(), patience);
                    CriticalStudies.Facts study = CriticalStudies.get(transaction.handle(), finding.origin.study());
                    Case open = new Case(transaction, finding, study, CLOCK);
                    save(
                            open,
                            "escalated",
                            CriticalSteps.Step.of("escalated", null).calling(turn(open)));
                }
                return late.size();
            });
            total += found;
        } while (found == BATCH);
        return total;
    }

    private record Case(Transaction transaction, CriticalFinding finding, CriticalStudies.Facts study, Actor actor) {}

    @FunctionalInterface
    private interface Change {
        void apply(Case open);
    }

    private void change(
            Actor.Person actor, CriticalFindingId id, OptionalLong ifMatch, Permission permission, Change change) {
        database.run(transaction -> {
            CriticalFinding finding =
                    CriticalFindings.lock(transaction, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            CriticalStudies.Facts study = CriticalStudies.get(transaction.handle(), finding.origin.study());
            access.require(transaction.handle(), actor, permission, study.subject());
            if (ifMatch.isPresent() && ifMatch.getAsLong() != finding.version) {
                throw new ApiException(ErrorCode.STALE_VERSION, java.util.Map.of("version", finding.version));
            }
            change.apply(new Case(transaction, finding, study, actor));
        });
    }

    private static CriticalContacts.Contact turn(Case open) {
        return turn(open.transaction(), open.finding());
    }

    private static CriticalContacts.Contact turn(Transaction transaction, CriticalFinding finding) {
        return CriticalView.current(
                finding, CriticalContacts.toCall(transaction.handle(), finding.origin.organization()));
    }

    private void save(Case open, String happened, CriticalSteps.Step step) {
        CriticalFindings.save(open.transaction(), open.finding());
        happened(open, happened, step);
    }

    private void happened(Case open, String what, CriticalSteps.Step step) {
        CriticalFinding finding = open.finding();
        CriticalSteps.add(open.transaction(), finding.id(), open.actor(), step);
        AuditEntry entry = AuditEntry.success(open.actor(), "criticalFinding." + what)
                .about("criticalFinding", finding.id())
                .with("state", finding.state.identifier());
        audit.record(
                open.transaction(),
                open.study().patient() == null
                        ? entry
                        : entry.ofPatient(new PatientId(open.study().patient())));
        open.transaction()
                .publish(Event.of(
                        "criticalFinding." + what,
                        "criticalFinding",
                        finding.id(),
                        finding.version,
                        finding.origin.organization(),
                        open.transaction().now(),
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("studyId", finding.origin.study().toString())
                                .put("status", finding.state.identifier())));
    }
}
