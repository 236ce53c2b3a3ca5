package org.huizhen.server.imaging.retrieve;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.blob.BlobId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Reads what is to be sent; in order of series and instance number. */
final class StoredInstances {

    /** Narrows a study to a series or one instance of it. */
    record Part(StudyId study, Optional<String> series, Optional<String> instance) {}

    /** The stored header of an instance. */
    record Header(long patientKey, String transferSyntaxUid, byte[] json) {}

    List<StoredInstance> list(Handle handle, Part part) {
        return query(handle, part, """
                        select r.series_instance_uid, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.bytes,
                          i.blob_id, i.patient_key, i.character_set
                        from instance i join series r on r.id = i.series_id
                        """)
                .map((row, context) -> new StoredInstance(
                        row.getString("series_instance_uid"),
                        row.getString("sop_instance_uid"),
                        row.getString("sop_class_uid"),
                        row.getString("transfer_syntax_uid"),
                        row.getLong("bytes"),
                        new BlobId(row.getObject("blob_id", UUID.class)),
                        row.getLong("patient_key"),
                        Optional.ofNullable(row.getString("character_set"))))
                .list();
    }

    List<Header> headers(Handle handle, Part part) {
        return query(handle, part, """
                        select i.patient_key, i.transfer_syntax_uid, h.json from instance i
                        join series r on r.id = i.series_id join instance_header h on h.instance_id = i.id
                        """)
                .map((row, context) -> new Header(
                        row.getLong("patient_key"), row.getString("transfer_syntax_uid"), row.getBytes("json")))
                .list();
    }

    private static Query query(Handle handle, Part part, String select) {
        String sql = select + " where i.study_id = :study"
                + (part.series().isPresent() ? " and r.series_instance_uid = :series" : "")
                + (part.instance().isPresent() ? " and i.sop_instance_uid = :instance" : "")
                + " order by r.number, r.id, i.number, i.id";
        Query query = handle.createQuery(sql).bind("study", part.study());
        part.series().ifPresent(uid -> query.bind("series", uid));
        part.instance().ifPresent(uid -> query.bind("instance", uid));
        return query;
    }
}
