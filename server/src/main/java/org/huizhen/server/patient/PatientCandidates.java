package org.huizhen.server.patient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Pairs of patients that may be one person: found by rule or by looking, decided by a person. */
final class PatientCandidates {

    /** Another patient who may be the same person. */
    record Candidate(Patient patient, Agreement agreement) {}

    /** Patients in scope that share a number or the whole person, and were not refused; likeliest first. */
    List<Candidate> of(Handle handle, Scope scope, Patient patient) {
        return scope
                .bind(handle.createQuery("select " + Patients.COLUMNS + ", " + Patients.SHARED + """
                                from patient self
                                join patient p on p.id <> self.id and p.master_patient_id <> self.master_patient_id
                                  and (p.identity_hash = self.identity_hash
                                    or (p.local_id_hash = self.local_id_hash and p.organization_id = self.organization_id)
                                    or (p.name_key = self.name_key and p.birth_date = self.birth_date))
                                join organization o on o.id = p.organization_id
                                where self.id = :self and p.merged_into is null and """ + " "
                        + scope.condition("p.organization_id") + """
                                 and not exists (select 1 from patient_candidate c
                                  where c.patient_a = least(p.id, self.id) and c.patient_b = greatest(p.id, self.id)
                                    and c.state = 'refused')
                                order by p.id limit 100
                                """))
                .bind("self", patient.id())
                .map((row, context) -> {
                    Patient other = Patients.map(row);
                    return new Candidate(other, Agreement.of(patient, other, Patients.shared(row)));
                })
                .list()
                .stream()
                .filter(candidate -> candidate.agreement().worthALook())
                .sorted(Comparator.comparingInt(
                                (Candidate candidate) -> candidate.agreement().score())
                        .reversed())
                .toList();
    }

    /** A pair that waits for somebody. */
    record Waiting(UUID a, UUID b, int score, List<String> agrees, List<String> differs, Instant foundAt) {}

    /** Where a page begins: behind this pair. */
    record After(int score, Instant foundAt, UUID a, UUID b) {}

    /** Open pairs both of whom are in scope, the likeliest first. */
    List<Waiting> waiting(Handle handle, Scope scope, Optional<After> after, int rows) {
        Query query = scope.bind(handle.createQuery("""
                select c.* from patient_candidate c
                join patient a on a.id = c.patient_a join patient b on b.id = c.patient_b
                where c.state = 'open' and a.merged_into is null and b.merged_into is null
                  and a.master_patient_id <> b.master_patient_id and """ + " " + scope.condition("a.organization_id") + " and "
                + scope.condition("b.organization_id")
                + (after.isPresent()
                        ? " and (c.score, c.found_at, c.patient_a, c.patient_b) < (:score, :foundAt, :a, :b)"
                        : "")
                + " order by c.score desc, c.found_at desc, c.patient_a desc, c.patient_b desc limit :rows"));
        after.ifPresent(key -> query.bind("score", key.score())
                .bind("foundAt", key.foundAt())
                .bind("a", key.a())
                .bind("b", key.b()));
        return query.bind("rows", rows)
                .map((row, context) -> new Waiting(
                        row.getObject("patient_a", UUID.class),
                        row.getObject("patient_b", UUID.class),
                        row.getInt("score"),
                        List.of((String[]) row.getArray("agrees").getArray()),
                        List.of((String[]) row.getArray("differs").getArray()),
                        row.getObject("found_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Whether somebody has said that anybody of one group is not somebody of the other. */
    boolean refused(Handle handle, MasterPatientId a, MasterPatientId b) {
        return handle.createQuery("""
                        select exists (select 1 from patient_candidate c
                          join patient p on p.id = c.patient_a join patient q on q.id = c.patient_b
                          where c.state = 'refused' and p.master_patient_id in (:a, :b) and q.master_patient_id in (:a, :b)
                            and p.master_patient_id <> q.master_patient_id)
                        """)
                .bind("a", a.value())
                .bind("b", b.value())
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
