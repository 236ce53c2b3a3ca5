package org.huizhen.server.imaging.ingest;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables of series and instances. */
final class InstanceRows {

    /** Who has a SOP Instance UID already. */
    record Known(UUID id, StudyId study, OrganizationId organization, String transferSyntaxUid, byte[] digest) {
        boolean sameBytes(String syntax, byte[] other) {
            return transferSyntaxUid.equals(syntax) && Arrays.equals(digest, other);
        }
    }

    /** A series' id and the study it lies in. */
    record KnownSeries(UUID id, StudyId study) {}

    Map<String, Known> known(Handle handle, Collection<String> sopInstanceUids) {
        Map<String, Known> known = new HashMap<>();
        handle.createQuery("""
                        select i.sop_instance_uid, i.id, i.study_id, s.organization_id, i.transfer_syntax_uid, i.digest
                        from instance i join study s on s.id = i.study_id where i.sop_instance_uid = any(:uids)
                        """)
                .bindArray("uids", String.class, sopInstanceUids)
                .map((row, context) -> known.put(
                        row.getString("sop_instance_uid"),
                        new Known(
                                row.getObject("id", UUID.class),
                                new StudyId(row.getObject("study_id", UUID.class)),
                                new OrganizationId(row.getObject("organization_id", UUID.class)),
                                row.getString("transfer_syntax_uid"),
                                row.getBytes("digest"))))
                .list();
        return known;
    }

    /** Makes the series that are new; answers all of them, those of other studies too. */
    Map<String, KnownSeries> series(Transaction transaction, StudyId study, Map<String, InstanceIndex.Series> series) {
        PreparedBatch batch = transaction.handle().prepareBatch("""
                insert into series (id, study_id, series_instance_uid, modality, number, description, body_part, laterality,
                  station_name, manufacturer, performed_date, received_at)
                values (:id, :study, :uid, :modality, :number, :description, :bodyPart, :laterality, :station,
                  :manufacturer, :date, :now)
                on conflict (series_instance_uid) do nothing
                """);
        series.values()
                .forEach(one -> batch.bind("id", Uuids.next())
                        .bind("study", study)
                        .bind("uid", one.uid())
                        .bind("modality", one.modality().orElse(null))
                        .bind("number", one.number().orElse(null))
                        .bind("description", one.description().orElse(null))
                        .bind("bodyPart", one.bodyPart().orElse(null))
                        .bind("laterality", one.laterality().orElse(null))
                        .bind("station", one.stationName().orElse(null))
                        .bind("manufacturer", one.manufacturer().orElse(null))
                        .bind("date", one.performedDate().orElse(null))
                        .bind("now", transaction.now())
                        .add());
        batch.execute();
        Map<String, KnownSeries> known = new HashMap<>();
        transaction
                .handle()
                .createQuery("""
                        select series_instance_uid, id, study_id from series where series_instance_uid = any(:uids)
                        """)
                .bindArray("uids", String.class, series.keySet())
                .map((row, context) -> known.put(
                        row.getString("series_instance_uid"),
                        new KnownSeries(
                                row.getObject("id", UUID.class), new StudyId(row.getObject("study_id", UUID.class)))))
                .list();
        return known;
    }

    /** One instance to insert, in its series. */
    record Draft(UUID id, UUID series, Arrival.Readable arrival) {}

    /** Inserts those whose UID is free; {@link #known} tells afterwards who won. */
    void insert(Transaction transaction, StudyId study, List<Draft> drafts) {
        PreparedBatch batch = transaction.handle().prepareBatch("""
                insert into instance (id, series_id, study_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, digest,
                  bytes, blob_id, patient_key, number, rows, columns, bits_allocated, frames, character_set, received_at)
                values (:id, :series, :study, :uid, :class, :syntax, :digest, :bytes, :blob, :patientKey, :number, :rows,
                  :columns, :bits, :frames, :charset, :now)
                on conflict (sop_instance_uid) do nothing
                """);
        for (Draft draft : drafts) {
            InstanceIndex index = draft.arrival().index();
            InstanceIndex.Instance instance = index.instance();
            batch.bind("id", draft.id())
                    .bind("series", draft.series())
                    .bind("study", study)
                    .bind("uid", instance.uid())
                    .bind("class", instance.sopClassUid())
                    .bind("syntax", instance.transferSyntaxUid())
                    .bind("digest", draft.arrival().digest())
                    .bind("bytes", draft.arrival().blob().bytes())
                    .bind("blob", draft.arrival().blob().id())
                    .bind("patientKey", index.patientKey())
                    .bind("number", instance.number().orElse(null))
                    .bind("rows", instance.rows().orElse(null))
                    .bind("columns", instance.columns().orElse(null))
                    .bind("bits", instance.bitsAllocated().orElse(null))
                    .bind("frames", instance.frames().orElse(null))
                    .bind("charset", instance.characterSet().orElse(null))
                    .bind("now", transaction.now())
                    .add();
        }
        batch.execute();
    }

    void insertHeaders(Handle handle, List<Draft> drafts) {
        if (drafts.isEmpty()) {
            return;
        }
        PreparedBatch batch =
                handle.prepareBatch("insert into instance_header (instance_id, json) values (:id, :json)");
        for (Draft draft : drafts) {
            batch.bind("id", draft.id()).bind("json", draft.arrival().header()).add();
        }
        batch.execute();
    }

    void countSeries(Handle handle, Map<UUID, Integer> added) {
        PreparedBatch batch =
                handle.prepareBatch("update series set instance_count = instance_count + :count where id = :id");
        added.forEach((id, count) -> batch.bind("id", id).bind("count", count).add());
        batch.execute();
    }

    void noteOtherEncoding(Transaction transaction, UUID instance, Arrival.Readable arrival) {
        transaction
                .handle()
                .createUpdate("""
                        insert into other_encoding (instance_id, transfer_syntax_uid, digest, received_at)
                        values (:id, :syntax, :digest, :now) on conflict do nothing
                        """)
                .bind("id", instance)
                .bind("syntax", arrival.index().instance().transferSyntaxUid())
                .bind("digest", arrival.digest())
                .bind("now", transaction.now())
                .execute();
    }

    /** False when the same bytes lie in quarantine already. */
    boolean quarantine(
            Transaction transaction,
            Sender sender,
            String issuer,
            StudyId collidesWith,
            String reason,
            Arrival.Readable arrival) {
        InstanceIndex index = arrival.index();
        return transaction
                        .handle()
                        .createUpdate("""
                        insert into quarantined_instance (id, reason, study_instance_uid, series_instance_uid,
                          sop_instance_uid, sop_class_uid, transfer_syntax_uid, digest, bytes, blob_id, organization_id,
                          gateway_id, issuer, study_id, received_at)
                        values (:id, :reason, :study, :series, :sop, :class, :syntax, :digest, :bytes, :blob, :organization,
                          :gateway, :issuer, :collides, :now)
                        on conflict (sop_instance_uid, organization_id, transfer_syntax_uid, digest) do nothing
                        """)
                        .bind("id", Uuids.next())
                        .bind("reason", reason)
                        .bind("study", index.study().uid())
                        .bind("series", index.series().uid())
                        .bind("sop", index.instance().uid())
                        .bind("class", index.instance().sopClassUid())
                        .bind("syntax", index.instance().transferSyntaxUid())
                        .bind("digest", arrival.digest())
                        .bind("bytes", arrival.blob().bytes())
                        .bind("blob", arrival.blob().id())
                        .bind("organization", sender.organization())
                        .bind("gateway", sender.gateway().map(id -> id.value()).orElse(null))
                        .bind("issuer", issuer)
                        .bind("collides", collidesWith)
                        .bind("now", transaction.now())
                        .execute()
                == 1;
    }

    /** Which of the blobs some row names. */
    Set<UUID> named(Handle handle, Set<UUID> blobs) {
        return Set.copyOf(handle.createQuery("""
                        select blob_id from instance where blob_id = any(:ids)
                        union select blob_id from quarantined_instance where blob_id = any(:ids)
                        """)
                .bindArray("ids", UUID.class, blobs)
                .mapTo(UUID.class)
                .list());
    }
}
