package org.huizhen.server.imaging.gateways;

import java.util.Collection;
import java.util.List;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of what gateways announce, and how it compares with what is stored. */
final class Manifests {

    /** One announced instance; {@code digest} as in {@code docs/decisions/digest.md}. */
    record Entry(String sopInstanceUid, String sopClassUid, String transferSyntaxUid, long bytes, byte[] digest) {}

    /** Where an announced instance stands; {@code held} and {@code conflict} exclude each other. */
    record Standing(String sopInstanceUid, byte[] digest, boolean held, boolean conflict) {}

    /** Makes the manifest if need be and locks it. */
    void open(Transaction transaction, GatewayId gateway, String studyUid) {
        transaction
                .handle()
                .createUpdate("""
                        insert into manifest (gateway_id, study_instance_uid, updated_at)
                        values (:gateway, :study, :now)
                        on conflict (gateway_id, study_instance_uid) do update set updated_at = :now
                        """)
                .bind("gateway", gateway)
                .bind("study", studyUid)
                .bind("now", transaction.now())
                .execute();
    }

    /** False when the delta of this number is here already. */
    boolean append(Transaction transaction, GatewayId gateway, String studyUid, long seq, List<Entry> entries) {
        int added = transaction
                .handle()
                .createUpdate("""
                        insert into manifest_delta (gateway_id, study_instance_uid, seq, entries, received_at)
                        values (:gateway, :study, :seq, :entries, :now) on conflict do nothing
                        """)
                .bind("gateway", gateway)
                .bind("study", studyUid)
                .bind("seq", seq)
                .bind("entries", entries.size())
                .bind("now", transaction.now())
                .execute();
        if (added == 0) {
            return false;
        }
        if (entries.isEmpty()) {
            return true;
        }
        PreparedBatch batch = transaction.handle().prepareBatch("""
                insert into manifest_entry (gateway_id, study_instance_uid, sop_instance_uid, digest, sop_class_uid,
                  transfer_syntax_uid, bytes, seq)
                values (:gateway, :study, :sop, :digest, :sopClass, :syntax, :bytes, :seq) on conflict do nothing
                """);
        for (Entry entry : entries) {
            batch.bind("gateway", gateway)
                    .bind("study", studyUid)
                    .bind("sop", entry.sopInstanceUid())
                    .bind("digest", entry.digest())
                    .bind("sopClass", entry.sopClassUid())
                    .bind("syntax", entry.transferSyntaxUid())
                    .bind("bytes", entry.bytes())
                    .bind("seq", seq)
                    .add();
        }
        batch.execute();
        return true;
    }

    /** What the last delta says holds: an instance announced after the end shows that it was none. */
    void finished(Transaction transaction, GatewayId gateway, String studyUid, boolean finished) {
        transaction
                .handle()
                .createUpdate("""
                        update manifest set finished = :finished
                        where gateway_id = :gateway and study_instance_uid = :study
                        """)
                .bind("finished", finished)
                .bind("gateway", gateway)
                .bind("study", studyUid)
                .execute();
    }

    /**
     * Notes announced instances that are here in another transfer syntax (decision 3), so that nobody sends them over a
     * thin line only to hear so.
     */
    void noteOtherEncodings(Transaction transaction, Actor.Gateway gateway, String studyUid) {
        transaction
                .handle()
                .createUpdate("""
                        insert into other_encoding (instance_id, transfer_syntax_uid, digest, received_at)
                        select i.id, e.transfer_syntax_uid, e.digest, :now
                        from manifest_entry e
                        join instance i on i.sop_instance_uid = e.sop_instance_uid
                          and i.transfer_syntax_uid <> e.transfer_syntax_uid
                        join study s on s.id = i.study_id and s.study_instance_uid = e.study_instance_uid
                          and s.organization_id = :organization
                        where e.gateway_id = :gateway and e.study_instance_uid = :study
                        on conflict do nothing
                        """)
                .bind("now", transaction.now())
                .bind("organization", gateway.organizationId())
                .bind("gateway", gateway.gatewayId())
                .bind("study", studyUid)
                .execute();
    }

    /** All announced instances of the study in order of UID, or those of {@code only} where it is not empty. */
    List<Standing> standings(Handle handle, Actor.Gateway gateway, String studyUid, Collection<String> only) {
        return handle.createQuery("""
                        select e.sop_instance_uid, e.digest,
                          exists (select 1 from instance i join study s on s.id = i.study_id
                            where i.sop_instance_uid = e.sop_instance_uid
                              and s.organization_id = :organization
                              and (i.digest = e.digest and i.transfer_syntax_uid = e.transfer_syntax_uid
                                or exists (select 1 from other_encoding x
                                  where x.instance_id = i.id and x.digest = e.digest))) as held,
                          exists (select 1 from quarantined_instance q
                            where q.sop_instance_uid = e.sop_instance_uid
                              and q.organization_id = :organization
                              and q.transfer_syntax_uid = e.transfer_syntax_uid and q.digest = e.digest) as conflict
                        from manifest_entry e
                        where e.gateway_id = :gateway and e.study_instance_uid = :study
                          and (:all or e.sop_instance_uid = any(:only))
                        order by e.sop_instance_uid collate "C", e.seq, e.digest
                        """)
                .bind("organization", gateway.organizationId())
                .bind("gateway", gateway.gatewayId())
                .bind("study", studyUid)
                .bind("all", only.isEmpty())
                .bindArray("only", String.class, only)
                .map((row, context) -> new Standing(
                        row.getString("sop_instance_uid"),
                        row.getBytes("digest"),
                        row.getBoolean("held"),
                        row.getBoolean("conflict")))
                .list();
    }

    boolean exists(Handle handle, GatewayId gateway, String studyUid) {
        return handle.createQuery("""
                        select exists (select 1 from manifest where gateway_id = :gateway and study_instance_uid = :study)
                        """)
                .bind("gateway", gateway)
                .bind("study", studyUid)
                .mapTo(Boolean.class)
                .one();
    }
}
