package org.huizhen.server.patient;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** Takes down how groups of linked patients stand, and puts them back. */
final class PatientGroups {

    /** Everybody in the groups of the two, merged ones included. */
    Set<UUID> around(Handle handle, PatientId a, PatientId b) {
        return new HashSet<>(handle.createQuery("""
                        select id from patient where master_patient_id in (
                          select master_patient_id from patient where id in (:a, :b)) for update
                        """)
                .bind("a", a.value())
                .bind("b", b.value())
                .mapTo(UUID.class)
                .list());
    }

    GroupState take(Handle handle, Collection<UUID> patients) {
        List<GroupState.Member> members = handle.createQuery("""
                        select p.id, p.master_patient_id, p.merged_into, l.from_master_id, l.linked_by, l.reason
                        from patient p left join patient_link l on l.patient_id = p.id and l.undone_at is null
                        where p.id = any(:ids) order by p.id
                        """)
                .bindArray("ids", UUID.class, patients)
                .map((row, context) -> new GroupState.Member(
                        row.getObject("id", UUID.class),
                        row.getObject("master_patient_id", UUID.class),
                        row.getObject("merged_into", UUID.class),
                        row.getObject("from_master_id", UUID.class) == null
                                ? null
                                : new GroupState.Link(
                                        row.getObject("from_master_id", UUID.class),
                                        row.getString("linked_by"),
                                        row.getString("reason"))))
                .list();
        Set<UUID> masters = new HashSet<>();
        for (GroupState.Member member : members) {
            masters.add(member.master());
            if (member.link() != null) {
                masters.add(member.link().from());
            }
        }
        return new GroupState(members, masters(handle, masters), pairs(handle, patients));
    }

    /**
     * Puts the groups back as they stood.
     *
     * @throws ApiException {@code conflict} when they no longer stand as after the action
     */
    void restore(Transaction transaction, Actor.Person actor, GroupState before, GroupState after, String reason) {
        Handle handle = transaction.handle();
        List<UUID> ids = after.members().stream().map(GroupState.Member::id).toList();
        requireUnchanged(handle, ids, after);
        Map<UUID, GroupState.Member> was = new HashMap<>();
        before.members().forEach(member -> was.put(member.id(), member));
        for (GroupState.Member now : after.members()) {
            GroupState.Member then = was.get(now.id());
            if (then != null && !then.equals(now)) {
                put(transaction, actor, then, reason);
            }
        }
        for (GroupState.Master master : before.masters()) {
            redirect(handle, master.id(), master.mergedInto());
        }
        for (GroupState.Master made : after.masters()) {
            boolean known =
                    before.masters().stream().anyMatch(master -> master.id().equals(made.id()));
            if (!known) {
                after.members().stream()
                        .filter(member -> member.master().equals(made.id()))
                        .findFirst()
                        .map(member -> was.get(member.id()))
                        .ifPresent(member -> redirect(handle, made.id(), member.master()));
            }
        }
        before.pairs().forEach(pair -> putPair(transaction, actor, pair));
        forgetPairs(handle, before, after);
    }

    private void requireUnchanged(Handle handle, List<UUID> ids, GroupState after) {
        Set<UUID> masters = new HashSet<>();
        after.members().forEach(member -> masters.add(member.master()));
        Set<UUID> there = new HashSet<>(
                handle.createQuery("select id from patient where master_patient_id = any(:masters) for update")
                        .bindArray("masters", UUID.class, masters)
                        .mapTo(UUID.class)
                        .list());
        List<GroupState.Member> now = take(handle, ids).members();
        boolean same = there.equals(new HashSet<>(ids))
                && now.size() == after.members().size();
        for (int i = 0; same && i < now.size(); i++) {
            same = now.get(i).samePlace(after.members().get(i));
        }
        if (!same) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
    }

    private static void put(Transaction transaction, Actor.Person actor, GroupState.Member then, String reason) {
        Handle handle = transaction.handle();
        handle.createUpdate("""
                        update patient_link set undone_at = :now, undone_by = :actor, undone_reason = :reason
                        where patient_id = :id and undone_at is null
                        """)
                .bind("now", transaction.now())
                .bind("actor", actor.userId())
                .bind("reason", reason)
                .bind("id", then.id())
                .execute();
        handle.createUpdate("""
                        update patient set master_patient_id = :master, merged_into = :mergedInto, version = version + 1,
                          changed_at = :now where id = :id
                        """)
                .bind("master", then.master())
                .bind("mergedInto", then.mergedInto())
                .bind("now", transaction.now())
                .bind("id", then.id())
                .execute();
        if (then.link() != null) {
            handle.createUpdate("""
                            insert into patient_link (id, patient_id, from_master_id, to_master_id, linked_by, reason,
                              actor_id, linked_at)
                            values (:id, :patient, :from, :to, :linkedBy, :reason, :actor, :now)
                            """)
                    .bind("id", Uuids.next())
                    .bind("patient", then.id())
                    .bind("from", then.link().from())
                    .bind("to", then.master())
                    .bind("linkedBy", then.link().linkedBy())
                    .bind("reason", then.link().reason())
                    .bind("actor", actor.userId())
                    .bind("now", transaction.now())
                    .execute();
        }
    }

    private static void redirect(Handle handle, UUID master, UUID target) {
        handle.createUpdate("""
                        update master_patient set merged_into = :target, version = version + 1
                        where id = :id and merged_into is distinct from :target
                        """).bind("target", target).bind("id", master).execute();
    }

    private static void putPair(Transaction transaction, Actor.Person actor, GroupState.Pair pair) {
        transaction
                .handle()
                .createUpdate("""
                        update patient_candidate set state = :state, decided_at = :now, decided_by = :actor
                        where patient_a = :a and patient_b = :b and state <> :state
                        """)
                .bind("state", pair.state())
                .bind("now", transaction.now())
                .bind("actor", actor.userId())
                .bind("a", pair.a())
                .bind("b", pair.b())
                .execute();
    }

    /** A pair that the action was the first to decide waits for somebody again. */
    private static void forgetPairs(Handle handle, GroupState before, GroupState after) {
        for (GroupState.Pair pair : after.pairs()) {
            boolean known = before.pairs().stream()
                    .anyMatch(other -> other.a().equals(pair.a()) && other.b().equals(pair.b()));
            if (!known) {
                handle.createUpdate("""
                                update patient_candidate set state = 'open', decided_at = null, decided_by = null
                                where patient_a = :a and patient_b = :b
                                """).bind("a", pair.a()).bind("b", pair.b()).execute();
            }
        }
    }

    private static List<GroupState.Master> masters(Handle handle, Set<UUID> ids) {
        return handle.createQuery("select id, merged_into from master_patient where id = any(:ids) order by id")
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> new GroupState.Master(
                        row.getObject("id", UUID.class), row.getObject("merged_into", UUID.class)))
                .list();
    }

    private static List<GroupState.Pair> pairs(Handle handle, Collection<UUID> ids) {
        return handle.createQuery("""
                        select patient_a, patient_b, state from patient_candidate
                        where patient_a = any(:ids) and patient_b = any(:ids) order by patient_a, patient_b
                        """)
                .bindArray("ids", UUID.class, ids)
                .map((row, context) -> new GroupState.Pair(
                        row.getObject("patient_a", UUID.class),
                        row.getObject("patient_b", UUID.class),
                        row.getString("state")))
                .list();
    }
}
