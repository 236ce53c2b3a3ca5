package org.huizhen.server.patient;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;

/**
 * Links of local patients to a common master patient, by rule or by a person, and their undoing. Each patient begins with
 * a master patient of its own; a link moves it to another's, undoing the link gives it its own back.
 */
final class PatientLinks {
    private static final Actor RULE = new Actor.Server("patient-index");

    private final Patients patients;
    private final PatientCandidates candidates;
    private final AuditLog audit;

    PatientLinks(Patients patients, PatientCandidates candidates, AuditLog audit) {
        this.patients = patients;
        this.candidates = candidates;
        this.audit = audit;
    }

    /**
     * Links what the rules of {@link LinkRule} may link; a pair that only resembles them waits for a person, since relatives'
     * cards are borrowed and devices use the same Patient IDs for different people.
     */
    void applyRule(Transaction transaction, PatientId id) {
        if (patients.find(transaction.handle(), id).orElseThrow().mergedInto().isPresent()) {
            return;
        }
        patients.numberKeys(transaction.handle(), id)
                .forEach(key -> patients.lockRegistration(transaction.handle(), key));
        for (Patients.Similar similar : patients.similar(transaction.handle(), id)) {
            Patient current = patients.find(transaction.handle(), id).orElseThrow();
            Patient other =
                    patients.find(transaction.handle(), similar.patient().id()).orElseThrow();
            if (current.masterPatientId().equals(other.masterPatientId())) {
                continue;
            }
            Agreement agreement = Agreement.of(current, other, similar.shared());
            Optional<LinkRule> rule = agreement.rule();
            if (rule.isPresent()
                    && !candidates.refused(transaction.handle(), current.masterPatientId(), other.masterPatientId())) {
                join(
                        transaction,
                        RULE,
                        current,
                        other.masterPatientId(),
                        "rule",
                        rule.get().identifier());
            } else if (agreement.worthALook()) {
                candidates.propose(transaction, id, other.id(), agreement);
            }
        }
    }

    /** After a correction: whoever was linked by rule and finds nobody in the group any more whom a rule holds with, leaves. */
    void reviewRule(Transaction transaction, PatientId id) {
        Patient patient = patients.find(transaction.handle(), id).orElseThrow();
        if (patient.mergedInto().isPresent()) {
            return;
        }
        List<Patient> group = patients.ofMaster(transaction.handle(), patient.masterPatientId());
        for (Patient member : group) {
            boolean byRule = member.id().equals(id)
                    ? byRule(transaction, member, group)
                    : openLink(transaction, member.id()).filter(Link::byRule).isPresent();
            boolean holds = patients.ofMaster(transaction.handle(), patient.masterPatientId()).stream()
                    .filter(other -> !other.id().equals(member.id()))
                    .anyMatch(other -> rule(transaction, member, other).isPresent());
            if (byRule && !holds) {
                separate(transaction, RULE, member, "ruleNoLongerHolds");
            }
        }
        applyRule(transaction, id);
    }

    /** One whose own master patient the group has carries no link; it is there by rule when all others are. */
    private static boolean byRule(Transaction transaction, Patient patient, List<Patient> group) {
        Optional<Link> own = openLink(transaction, patient.id());
        return own.isPresent()
                ? own.get().byRule()
                : group.stream()
                        .filter(other -> !other.id().equals(patient.id()))
                        .allMatch(other -> openLink(transaction, other.id())
                                .filter(Link::byRule)
                                .isPresent());
    }

    private Optional<LinkRule> rule(Transaction transaction, Patient a, Patient b) {
        return Agreement.of(a, b, patients.shared(transaction.handle(), a.id(), b.id()))
                .rule();
    }

    /** Somebody decides that both are one person; everybody of {@code patient}'s group moves. */
    MasterPatientId link(Transaction transaction, Actor.Person actor, Patient patient, Patient other, String reason) {
        if (!patient.masterPatientId().equals(other.masterPatientId())) {
            join(transaction, actor, patient, other.masterPatientId(), "person", reason);
            candidates.decide(transaction, actor, patient.id(), other.id(), "linked");
        }
        return other.masterPatientId();
    }

    /** Takes the patient out of its group; the pairs are remembered, so that no rule links them again. */
    void unlink(Transaction transaction, Actor.Person actor, Patient patient, String reason) {
        List<Patient> group = patients.ofMaster(transaction.handle(), patient.masterPatientId());
        separate(transaction, actor, patient, reason);
        for (Patient other : group) {
            if (!other.id().equals(patient.id())) {
                candidates.decide(transaction, actor, patient.id(), other.id(), "refused");
            }
        }
    }

    private void join(
            Transaction transaction,
            Actor actor,
            Patient patient,
            MasterPatientId target,
            String linkedBy,
            String reason) {
        MasterPatientId source = patient.masterPatientId();
        for (Patient member : patients.ofMaster(transaction.handle(), source)) {
            // One already linked keeps the way back to its own master patient.
            int moved = transaction
                    .handle()
                    .createUpdate(
                            "update patient_link set to_master_id = :target where patient_id = :id and undone_at is null")
                    .bind("target", target)
                    .bind("id", member.id())
                    .execute();
            if (moved == 0) {
                transaction
                        .handle()
                        .createUpdate("""
                                insert into patient_link (id, patient_id, from_master_id, to_master_id, linked_by, reason,
                                  actor_id, linked_at)
                                values (:id, :patient, :from, :to, :linkedBy, :reason, :actor, :now)
                                """)
                        .bind("id", Uuids.next())
                        .bind("patient", member.id())
                        .bind("from", source)
                        .bind("to", target)
                        .bind("linkedBy", linkedBy)
                        .bind("reason", reason)
                        .bind("actor", person(actor))
                        .bind("now", transaction.now())
                        .execute();
            }
            move(transaction, member.id(), target);
        }
        transaction
                .handle()
                .createUpdate("update master_patient set merged_into = :target, version = version + 1 where id = :id")
                .bind("target", target)
                .bind("id", source)
                .execute();
        touch(transaction, target);
        tell(transaction, actor, "patient.link", "patient.linked", patient, target, reason);
    }

    private void separate(Transaction transaction, Actor actor, Patient patient, String reason) {
        List<Patient> group = patients.ofMaster(transaction.handle(), patient.masterPatientId());
        if (group.size() < 2) {
            return;
        }
        Optional<Link> own = openLink(transaction, patient.id());
        if (own.isPresent()) {
            undo(transaction, actor, own.get(), reason);
        } else if (group.size() == 2) {
            // The master patient is this one's own: the other goes back to theirs.
            Patient other = group.get(group.get(0).id().equals(patient.id()) ? 1 : 0);
            openLink(transaction, other.id()).ifPresent(link -> undo(transaction, actor, link, reason));
        } else {
            MasterPatientId fresh = MasterPatientId.next();
            transaction
                    .handle()
                    .createUpdate("insert into master_patient (id, created_at) values (:id, :now)")
                    .bind("id", fresh)
                    .bind("now", transaction.now())
                    .execute();
            move(transaction, patient.id(), fresh);
        }
        touch(transaction, patient.masterPatientId());
        tell(transaction, actor, "patient.unlink", "patient.unlinked", patient, patient.masterPatientId(), reason);
    }

    private void undo(Transaction transaction, Actor actor, Link link, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update patient_link set undone_at = :now, undone_by = :actor, undone_reason = :reason where id = :id
                        """)
                .bind("now", transaction.now())
                .bind("actor", person(actor))
                .bind("reason", reason)
                .bind("id", link.id())
                .execute();
        transaction
                .handle()
                .createUpdate("update master_patient set merged_into = null, version = version + 1 where id = :id")
                .bind("id", link.from())
                .execute();
        move(transaction, link.patient(), link.from());
    }

    private static void move(Transaction transaction, PatientId id, MasterPatientId target) {
        transaction
                .handle()
                .createUpdate("""
                        update patient set master_patient_id = :target, version = version + 1, changed_at = :now
                        where id = :id or merged_into = :id
                        """)
                .bind("target", target)
                .bind("now", transaction.now())
                .bind("id", id)
                .execute();
    }

    private static void touch(Transaction transaction, MasterPatientId id) {
        transaction
                .handle()
                .createUpdate("update master_patient set version = version + 1 where id = :id")
                .bind("id", id)
                .execute();
    }

    private void tell(
            Transaction transaction,
            Actor actor,
            String action,
            String event,
            Patient patient,
            MasterPatientId master,
            String reason) {
        audit.record(
                transaction,
                AuditEntry.success(actor, action)
                        .about("patient", patient.id())
                        .ofPatient(patient.id())
                        .with("masterPatient", master.toString())
                        .with("reason", reason));
        transaction.publish(Event.of(
                event, "patient", patient.id(), patient.version() + 1, patient.organizationId(), transaction.now()));
    }

    private record Link(UUID id, PatientId patient, MasterPatientId from, String linkedBy) {
        boolean byRule() {
            return linkedBy.equals("rule");
        }
    }

    private static Optional<Link> openLink(Transaction transaction, PatientId id) {
        return transaction
                .handle()
                .createQuery("""
                        select id, from_master_id, linked_by from patient_link where patient_id = :id and undone_at is null
                        """)
                .bind("id", id)
                .map((row, context) -> new Link(
                        row.getObject("id", UUID.class),
                        id,
                        new MasterPatientId(row.getObject("from_master_id", UUID.class)),
                        row.getString("linked_by")))
                .findOne();
    }

    private static UUID person(Actor actor) {
        return actor instanceof Actor.Person person ? person.userId().value() : null;
    }
}
