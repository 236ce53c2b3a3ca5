package org.huizhen.server.patient;

import java.util.Comparator;
import java.util.List;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** Pairs of patients that may be one person: found by rule or by looking, decided by a person. */
final class PatientCandidates {

    /** Another patient who may be the same person. */
    record Candidate(Patient patient, Agreement agreement) {}

    /** Patients in scope that share the identity number, or name and birth date, and were not refused; likeliest first. */
    List<Candidate> of(Handle handle, Scope scope, Patient patient) {
        return scope
                .bind(handle.createQuery(
                        "select " + Patients.COLUMNS + """
                                , (p.identity_hash is not null and p.identity_hash = self.identity_hash) as same_identity
                                from patient self
                                join patient p on p.id <> self.id and p.master_patient_id <> self.master_patient_id
                                  and (p.identity_hash = self.identity_hash
                                    or (p.name_key = self.name_key and p.birth_date = self.birth_date))
                                join organization o on o.id = p.organization_id
                                where self.id = :self and p.merged_into is null and """ + " " + scope.condition("p.organization_id") + """
                                 and not exists (select 1 from patient_candidate c
                                  where c.patient_a = least(p.id, self.id) and c.patient_b = greatest(p.id, self.id)
                                    and c.state = 'refused')
                                order by p.id limit 100
                                """))
                .bind("self", patient.id())
                .map((row, context) -> {
                    Patient other = Patients.map(row);
                    return new Candidate(other, Agreement.of(patient, other, row.getBoolean("same_identity")));
                })
                .list()
                .stream()
                .sorted(Comparator.comparingInt(
                                (Candidate candidate) -> candidate.agreement().score())
                        .reversed())
                .toList();
    }

    boolean refused(Handle handle, PatientId a, PatientId b) {
        return handle.createQuery("""
                        select exists (select 1 from patient_candidate where state = 'refused'
                          and patient_a = least(:a, :b) and patient_b = greatest(:a, :b))
                        """)
                .bind("a", a.value())
                .bind("b", b.value())
                .mapTo(Boolean.class)
                .one();
    }

    boolean sameIdentity(Handle handle, PatientId a, PatientId b) {
        return handle.createQuery("""
                        select exists (select 1 from patient p join patient q on q.identity_hash = p.identity_hash
                          where p.id = :a and q.id = :b)
                        """)
                .bind("a", a)
                .bind("b", b)
                .mapTo(Boolean.class)
                .one();
    }

    void propose(Transaction transaction, PatientId a, PatientId b, Agreement agreement) {
        transaction
                .handle()
                .createUpdate("""
                        insert into patient_candidate (patient_a, patient_b, score, agrees, differs, state, found_at)
                        values (least(:a, :b), greatest(:a, :b), :score, :agrees, :differs, 'open', :now)
                        on conflict (patient_a, patient_b) do nothing
                        """)
                .bind("a", a.value())
                .bind("b", b.value())
                .bind("score", agreement.score())
                .bindArray("agrees", String.class, agreement.agrees())
                .bindArray("differs", String.class, agreement.differs())
                .bind("now", transaction.now())
                .execute();
    }

    void decide(Transaction transaction, Actor.Person actor, PatientId a, PatientId b, String state) {
        transaction
                .handle()
                .createUpdate("""
                        insert into patient_candidate
                          (patient_a, patient_b, score, agrees, differs, state, found_at, decided_at, decided_by)
                        values (least(:a, :b), greatest(:a, :b), 0, '{}', '{}', :state, :now, :now, :actor)
                        on conflict (patient_a, patient_b)
                          do update set state = :state, decided_at = :now, decided_by = :actor
                        """)
                .bind("a", a.value())
                .bind("b", b.value())
                .bind("state", state)
                .bind("now", transaction.now())
                .bind("actor", actor.userId())
                .execute();
    }
}
