package org.huizhen.server.imaging.ingest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What a reindex reads and writes of series and instances; ids, blobs and times of receipt stay. */
final class IndexedRows {

    /** An instance as the index names it. */
    record Row(
            UUID id, UUID series, String sopInstanceUid, BlobId blob, byte[] digest, Optional<String> characterSet) {}

    /** What its bytes say. */
    record Fresh(Row row, InstanceIndex index, byte[] header, long bytes) {}

    /** The next studies in order of their ids. */
    List<StudyId> studiesAfter(Handle handle, Optional<StudyId> last, int count) {
        return handle.createQuery("""
                        select id from study where cast(:last as uuid) is null or id > :last order by id limit :count
                        """)
                .bind("last", last.map(StudyId::value).orElse(null))
                .bind("count", count)
                .mapTo(UUID.class)
                .map(StudyId::new)
                .list();
    }

    /** In the order in which they were stored: the first made the study, the first of a series the series. */
    List<Row> instances(Handle handle, StudyId study) {
        return handle.createQuery("""
                        select id, series_id, sop_instance_uid, blob_id, digest, character_set from instance
                        where study_id = :study order by received_at, sop_instance_uid collate "C"
                        """)
                .bind("study", study)
                .map((row, context) -> row(row))
                .list();
    }

    void rewrite(Handle handle, List<Fresh> instances) {
        PreparedBatch rows = handle.prepareBatch("""
                update instance set sop_class_uid = :class, transfer_syntax_uid = :syntax, bytes = :bytes,
                  patient_key = :patientKey, number = :number, rows = :rows, columns = :columns, bits_allocated = :bits,
                  frames = :frames
                where id = :id
                """);
        PreparedBatch headers = handle.prepareBatch("""
                insert into instance_header (instance_id, json) values (:id, :json)
                on conflict (instance_id) do update set json = excluded.json
                """);
        for (Fresh fresh : instances) {
            InstanceIndex.Instance instance = fresh.index().instance();
            rows.bind("id", fresh.row().id())
                    .bind("class", instance.sopClassUid())
                    .bind("syntax", instance.transferSyntaxUid())
                    .bind("bytes", fresh.bytes())
                    .bind("patientKey", fresh.index().patientKey())
                    .bind("number", instance.number().orElse(null))
                    .bind("rows", instance.rows().orElse(null))
                    .bind("columns", instance.columns().orElse(null))
                    .bind("bits", instance.bitsAllocated().orElse(null))
                    .bind("frames", instance.frames().orElse(null))
                    .add();
            headers.bind("id", fresh.row().id()).bind("json", fresh.header()).add();
        }
        rows.execute();
        headers.execute();
    }

    /** @param firsts the instance that made each series */
    void rewriteSeries(Handle handle, Map<UUID, Fresh> firsts) {
        PreparedBatch batch = handle.prepareBatch("""
                update series set modality = :modality, number = :number, description = :description,
                  body_part = :bodyPart, laterality = :laterality, station_name = :station, manufacturer = :manufacturer,
                  performed_date = :date, instance_count = (select count(*) from instance where series_id = :id)
                where id = :id
                """);
        firsts.forEach((id, fresh) -> {
            InstanceIndex.Series series = fresh.index().series();
            batch.bind("id", id)
                    .bind("modality", series.modality().orElse(null))
                    .bind("number", series.number().orElse(null))
                    .bind("description", series.description().orElse(null))
                    .bind("bodyPart", series.bodyPart().orElse(null))
                    .bind("laterality", series.laterality().orElse(null))
                    .bind("station", series.stationName().orElse(null))
                    .bind("manufacturer", series.manufacturer().orElse(null))
                    .bind("date", series.performedDate().orElse(null))
                    .add();
        });
        batch.execute();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                row.getObject("series_id", UUID.class),
                row.getString("sop_instance_uid"),
                new BlobId(row.getObject("blob_id", UUID.class)),
                row.getBytes("digest"),
                Optional.ofNullable(row.getString("character_set")));
    }
}
