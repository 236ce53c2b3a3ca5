package org.huizhen.server.patient;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Transaction;

/**
 * What people decide of two local patients, and the undoing of it: each decision is written down with what stood before and
 * after, and undone by one more.
 */
final class MatchingDesk {
    private final Patients patients;
    private final PatientLinks links;
    private final PatientCandidates candidates;
    private final MatchingHistory history;
    private final AuditLog audit;
    private final StudyPlaces studies;
    private final PatientGroups groups = new PatientGroups();

    MatchingDesk(
            Patients patients,
            PatientLinks links,
            PatientCandidates candidates,
            MatchingHistory history,
            AuditLog audit,
            StudyPlaces studies) {
        this.patients = patients;
        this.links = links;
        this.candidates = candidates;
        this.history = history;
        this.audit = audit;
        this.studies = studies;
    }

    /** Both are one person. */
    MasterPatientId link(Transaction transaction, Actor.Person actor, Patient patient, Patient other, String reason) {
        if (patient.masterPatientId().equals(other.masterPatientId())) {
            return other.masterPatientId();
        }
        return recorded(
                transaction,
                actor,
                MatchingAction.Kind.LINK,
                patient,
                other,
                reason,
                () -> links.link(transaction, actor, patient, other, reason));
    }

    /** The patient stands alone again. */
    void unlink(Transaction transaction, Actor.Person actor, Patient patient, String reason) {
        recorded(transaction, actor, MatchingAction.Kind.UNLINK, patient, patient, reason, () -> {
            links.unlink(transaction, actor, patient, reason);
            return patient.masterPatientId();
        });
    }

    /**
     * They only resemble each other: not offered again, and no rule links them.
     *
     * @throws ApiException {@code conflict} for two who are linked: unlink them
     */
    void notSame(Transaction transaction, Actor.Person actor, Patient patient, Patient other, String reason) {
        if (patient.masterPatientId().equals(other.masterPatientId())) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
        recorded(transaction, actor, MatchingAction.Kind.NOT_SAME, patient, other, reason, () -> {
            candidates.decide(transaction, actor, patient.id(), other.id(), "refused");
            audit.record(
                    transaction,
                    entry(actor, "patient.notSame", patient)
                            .with("other", other.id().toString())
                            .with("reason", reason));
            return patient.masterPatientId();
        });
    }

    /**
     * One issuer has registered a person twice: what came and what comes under either Patient ID is the survivor's.
     *
     * @throws ApiException {@code invalid-request} for patients of two issuers, {@code conflict} when either is merged
     *     already or others are merged into {@code patient}
     */
    void merge(Transaction transaction, Actor.Person actor, Patient patient, Patient survivor, String reason) {
        if (!patient.organizationId().equals(survivor.organizationId())
                || !patient.issuer().equals(survivor.issuer())) {
            throw ApiException.invalid("patientId", "other-issuer", survivor.issuer());
        }
        if (patient.mergedInto().isPresent()
                || survivor.mergedInto().isPresent()
                || patients.hasMerged(transaction.handle(), patient.id())) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
        recorded(transaction, actor, MatchingAction.Kind.MERGE, patient, survivor, reason, () -> {
            MasterPatientId master = links.link(transaction, actor, patient, survivor, reason);
            candidates.decide(transaction, actor, patient.id(), survivor.id(), "linked");
            patients.merge(transaction, patient.id(), survivor.id());
            studies.follow(transaction, actor, patient.id(), survivor.id());
            audit.record(
                    transaction,
                    entry(actor, "patient.merge", patient)
                            .with("into", survivor.id().toString())
                            .with("reason", reason));
            transaction.publish(Event.of(
                    "patient.merged",
                    "patient",
                    patient.id(),
                    patient.version() + 1,
                    patient.organizationId(),
                    transaction.now(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("into", survivor.id().toString())));
            return master;
        });
    }

    /**
     * Undoes an action by a further one.
     *
     * @throws ApiException {@code conflict} when it has been undone or what it did has changed since; {@code wrong-state}
     *     for a change of patient, which two persons undo by another change
     */
    UUID undo(Transaction transaction, Actor.Person actor, MatchingAction action, String reason) {
        if (action.kind() == MatchingAction.Kind.CHANGE) {
            throw new ApiException(ErrorCode.WRONG_STATE, Map.of("state", "confirmed", "allowed", List.of("change")));
        }
        if (!action.undoable()) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
        giveBackMerged(transaction, actor, action);
        groups.restore(transaction, actor, action.before(), action.after(), reason);
        followMerged(transaction, actor, action);
        for (int i = 0; i < action.studiesAfter().size(); i++) {
            studies.restore(
                    transaction,
                    actor,
                    action.studiesBefore().get(i),
                    action.studiesAfter().get(i));
        }
        AuditEntry entry = AuditEntry.success(actor, "patient.undo")
                .with("action", action.id().toString())
                .with("kind", action.kind().identifier())
                .with("reason", reason);
        audit.record(transaction, action.patient().map(entry::ofPatient).orElse(entry));
        action.patient()
                .ifPresent(id -> transaction.publish(
                        Event.of("patient.unlinked", "patient", id, 0, action.organization(), transaction.now())));
        return history.record(
                transaction,
                actor,
                new MatchingHistory.Draft(
                        MatchingAction.Kind.UNDO,
                        action.organization(),
                        action.patient(),
                        action.other(),
                        reason,
                        Optional.of(action.id())),
                action.after(),
                action.before(),
                action.studiesAfter(),
                action.studiesBefore());
    }

    /** Patients that the action merged and that are to stand for themselves again. */
    private void giveBackMerged(Transaction transaction, Actor.Person actor, MatchingAction action) {
        forEachMerged(
                action.after(),
                action.before(),
                (merged, survivor) -> studies.giveBack(transaction, actor, merged, survivor));
    }

    /** The undoing of an undone merge merges again. */
    private void followMerged(Transaction transaction, Actor.Person actor, MatchingAction action) {
        forEachMerged(
                action.before(),
                action.after(),
                (merged, survivor) -> studies.follow(transaction, actor, merged, survivor));
    }

    private interface Merged {
        void apply(PatientId merged, PatientId survivor);
    }

    private static void forEachMerged(GroupState in, GroupState notIn, Merged what) {
        for (GroupState.Member member : in.members()) {
            boolean other =
                    notIn.members().stream().anyMatch(was -> was.id().equals(member.id()) && was.mergedInto() == null);
            if (member.mergedInto() != null && other) {
                what.apply(new PatientId(member.id()), new PatientId(member.mergedInto()));
            }
        }
    }

    private MasterPatientId recorded(
            Transaction transaction,
            Actor.Person actor,
            MatchingAction.Kind kind,
            Patient patient,
            Patient other,
            String reason,
            Supplier<MasterPatientId> what) {
        Set<UUID> involved = new HashSet<>(groups.around(transaction.handle(), patient.id(), other.id()));
        GroupState before = groups.take(transaction.handle(), involved);
        MasterPatientId answer = what.get();
        GroupState after = groups.take(transaction.handle(), involved);
        history.record(
                transaction,
                actor,
                new MatchingHistory.Draft(
                        kind,
                        patient.organizationId(),
                        Optional.of(patient.id()),
                        Optional.of(other.id()).filter(id -> !id.equals(patient.id())),
                        reason,
                        Optional.empty()),
                before,
                after);
        return answer;
    }

    private static AuditEntry entry(Actor actor, String action, Patient patient) {
        return AuditEntry.success(actor, action).about("patient", patient.id()).ofPatient(patient.id());
    }
}
