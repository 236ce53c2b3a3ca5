package org.huizhen.server.imaging.ingest;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.patient.PatientFeature;
import org.huizhen.server.patient.PatientResolution;
import org.jdbi.v3.core.Handle;

/** The table of studies: locking, making, counting. */
final class StudyRows {
    private static final String COLUMNS = """
            select id, study_instance_uid, organization_id, patient_id, matched, sent_patient_id, sent_patient_key, state,
              finished, received, announced, expected, version
            from study
            """;

    /** What a study's row repeats of its series. */
    private static final String FIGURES = """
            with figures as (
              select count(*) as series, array_remove(array_agg(distinct modality order by modality), null) as modalities,
                (array_agg(modality order by modality in ('PR', 'KO', 'SR', 'DOC', 'SEG', 'REG', 'RTSTRUCT', 'OT'),
                  received_at, id) filter (where modality is not null))[1] as modality,
                (array_agg(body_part order by received_at, id) filter (where body_part is not null))[1] as body_part
              from series where study_id = :id)
            """;

    Optional<StudyRow> lock(Handle handle, String uid) {
        return handle.createQuery(COLUMNS + " where study_instance_uid = :uid for update")
                .bind("uid", uid)
                .map((row, context) -> study(row))
                .findOne();
    }

    Optional<StudyRow> lock(Handle handle, StudyId id) {
        return handle.createQuery(COLUMNS + " where id = :id for update")
                .bind("id", id)
                .map((row, context) -> study(row))
                .findOne();
    }

    /** False when somebody else has just made it: lock it then. */
    boolean insert(Transaction transaction, Sender sender, String issuer, InstanceIndex first) {
        InstanceIndex.Study study = first.study();
        return transaction
                        .handle()
                        .createUpdate("""
                        insert into study (id, study_instance_uid, organization_id, gateway_id, issuer, matched,
                          sent_patient_id, sent_patient_name, sent_patient_sex, sent_patient_birth_date, sent_patient_key,
                          description, accession_number, study_label, referring_physician, study_date, study_time,
                          study_at, state, certainty, received_at, last_received_at, version)
                        values (:id, :uid, :organization, :gateway, :issuer, false,
                          :patientId, :patientName, :patientSex, :birthDate, :patientKey,
                          :description, :accession, :label, :physician, :date, :time,
                          :at, 'arriving', 'assumed', :now, :now, 0)
                        on conflict (study_instance_uid) do nothing
                        """)
                        .bind("id", StudyId.next())
                        .bind("uid", study.uid())
                        .bind("organization", sender.organization())
                        .bind("gateway", sender.gateway().map(GatewayId::value).orElse(null))
                        .bind("issuer", issuer)
                        .bind(
                                "patientId",
                                PatientFeature.maskIfIdentityNumber(
                                        first.patient().patientId()))
                        .bind(
                                "patientName",
                                PatientFeature.displayName(first.patient().name()))
                        .bind("patientSex", sex(first.patient().sex()))
                        .bind("birthDate", first.birthDate().orElse(null))
                        .bind("patientKey", first.patientKey())
                        .bind("description", study.description().orElse(null))
                        .bind("accession", study.accessionNumber().orElse(null))
                        .bind("label", study.label().orElse(null))
                        .bind("physician", study.referringPhysician().orElse(null))
                        .bind("date", study.date().orElse(null))
                        .bind("time", study.time().orElse(null))
                        .bind("at", study.at().orElse(transaction.now()))
                        .bind("now", transaction.now())
                        .execute()
                == 1;
    }

    void setPatient(Handle handle, StudyId study, PatientResolution resolution) {
        UUID patient = resolution instanceof PatientResolution.Matched match
                ? match.patientId().value()
                : null;
        UUID followedFrom = resolution instanceof PatientResolution.Matched match
                ? match.followedFrom().map(PatientId::value).orElse(null)
                : null;
        String problem = resolution instanceof PatientResolution.Unmatched unmatched
                ? unmatched.reason().identifier()
                : null;
        handle.createUpdate("""
                        update study set patient_id = :patient, matched = :matched, match_problem = :problem,
                          followed_from = :followedFrom where id = :id
                        """)
                .bind("patient", patient)
                .bind("followedFrom", followedFrom)
                .bind("matched", patient != null)
                .bind("problem", problem)
                .bind("id", study)
                .execute();
    }

    /** The study's words about its patient are no longer of one mind: shown with the patient, not signed. */
    void contradict(Handle handle, StudyId study) {
        handle.createUpdate("""
                        update study set matched = false, match_problem = 'contradictsKnown' where id = :id and matched
                        """).bind("id", study).execute();
    }

    /** Adds what one request brought; answers the row after it. */
    StudyRow count(Transaction transaction, StudyId study, int received, long bytes, int conflicts) {
        Instant now = transaction.now();
        return transaction
                .handle()
                .createQuery(FIGURES + """
                        update study s set received = received + :received, bytes = bytes + :bytes,
                          conflicts = conflicts + :conflicts,
                          last_received_at = case when :received > 0 then :now else last_received_at end,
                          state = case when :received > 0 and state <> 'arriving' then 'arriving' else state end,
                          certainty = case when :received > 0 then 'assumed' else certainty end,
                          finished = finished and not (:received > 0 and state <> 'arriving'),
                          series_count = f.series, modalities = f.modalities, modality = f.modality,
                          body_part = f.body_part, version = version + 1
                        from figures f where s.id = :id
                        returning s.id, study_instance_uid, organization_id, patient_id, matched, sent_patient_id,
                          sent_patient_key, state, finished, received, announced, expected, version
                        """)
                .bind("id", study)
                .bind("received", received)
                .bind("bytes", bytes)
                .bind("conflicts", conflicts)
                .bind("now", now)
                .map((row, context) -> study(row))
                .one();
    }

    void contrast(Handle handle, StudyId study) {
        handle.createUpdate("update study set contrast = true where id = :id and not contrast")
                .bind("id", study)
                .execute();
    }

    /**
     * Until the transaction ends, no other one both makes this study and counts what is announced of it. A row that is
     * being made cannot be locked by those who do not see it yet.
     */
    void lockAnnouncements(Handle handle, String uid) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended('study ' || :uid, 0))")
                .bind("uid", uid)
                .mapTo(String.class)
                .one();
    }

    /** Writes again what follows from the bytes of the study's instances; {@code first} is the one that made it. */
    void rewrite(Handle handle, StudyId id, InstanceIndex first, int received, long bytes, boolean contrast) {
        InstanceIndex.Study study = first.study();
        handle.createUpdate(FIGURES + """
                        update study s set sent_patient_id = :patientId, sent_patient_name = :patientName,
                          sent_patient_sex = :patientSex, sent_patient_birth_date = :birthDate, sent_patient_key = :patientKey,
                          description = :description, accession_number = :accession, study_label = :label,
                          referring_physician = :physician, study_date = :date, study_time = :time,
                          study_at = coalesce(cast(:at as timestamptz), received_at),
                          received = :received, bytes = :bytes, contrast = :contrast, series_count = f.series,
                          modalities = f.modalities, modality = f.modality, body_part = f.body_part
                        from figures f where s.id = :id
                        """)
                .bind("id", id)
                .bind(
                        "patientId",
                        PatientFeature.maskIfIdentityNumber(first.patient().patientId()))
                .bind("patientName", PatientFeature.displayName(first.patient().name()))
                .bind("patientSex", sex(first.patient().sex()))
                .bind("birthDate", first.birthDate().orElse(null))
                .bind("patientKey", first.patientKey())
                .bind("description", study.description().orElse(null))
                .bind("accession", study.accessionNumber().orElse(null))
                .bind("label", study.label().orElse(null))
                .bind("physician", study.referringPhysician().orElse(null))
                .bind("date", study.date().orElse(null))
                .bind("time", study.time().orElse(null))
                .bind("at", study.at().orElse(null))
                .bind("received", received)
                .bind("bytes", bytes)
                .bind("contrast", contrast)
                .execute();
    }

    /** Takes over what gateways of the study's organization have announced and whether one of them has finished. */
    void countAnnounced(Handle handle, StudyId study) {
        handle.createUpdate("""
                        update study s set
                          announced = (select count(distinct e.sop_instance_uid) from manifest_entry e
                            join gateway g on g.id = e.gateway_id and g.organization_id = s.organization_id
                            where e.study_instance_uid = s.study_instance_uid),
                          finished = finished or exists (select 1 from manifest m
                            join gateway g on g.id = m.gateway_id and g.organization_id = s.organization_id
                            where m.study_instance_uid = s.study_instance_uid and m.finished)
                        where s.id = :id
                        """).bind("id", study).execute();
    }

    /** Whether every announced instance is here. */
    boolean allAnnouncedHere(Handle handle, StudyId study) {
        return handle.createQuery("""
                        select not exists (select 1 from study s
                          join manifest_entry e on e.study_instance_uid = s.study_instance_uid
                          join gateway g on g.id = e.gateway_id and g.organization_id = s.organization_id
                          where s.id = :id and not exists (select 1 from instance i
                            where i.sop_instance_uid = e.sop_instance_uid and i.study_id = s.id))
                        """).bind("id", study).mapTo(Boolean.class).one();
    }

    long complete(Transaction transaction, StudyId study, boolean confirmed) {
        return transaction
                .handle()
                .createQuery("""
                        update study set state = 'complete', completed_at = :now, version = version + 1,
                          certainty = case when :confirmed then 'confirmed' else 'assumed' end
                        where id = :id returning version
                        """)
                .bind("now", transaction.now())
                .bind("confirmed", confirmed)
                .bind("id", study)
                .mapTo(Long.class)
                .one();
    }

    /** The modality has finished, says somebody who knows. */
    void finish(Handle handle, StudyId study) {
        handle.createUpdate("update study set finished = true where id = :id")
                .bind("id", study)
                .execute();
    }

    /** Studies that have been quiet since {@code before}; the longest quiet first. */
    List<StudyId> quiet(Handle handle, Instant before, int count) {
        return handle.createQuery("""
                        select id from study s where state = 'arriving' and last_received_at < :before
                          and received >= greatest(announced, coalesce(expected, 0)) and received > 0
                          and (announced = 0 or not exists (select 1 from manifest_entry e
                            join gateway g on g.id = e.gateway_id and g.organization_id = s.organization_id
                            where e.study_instance_uid = s.study_instance_uid and not exists (select 1 from instance i
                              where i.sop_instance_uid = e.sop_instance_uid and i.study_id = s.id)))
                        order by last_received_at limit :count for update of s skip locked
                        """)
                .bind("before", before)
                .bind("count", count)
                .mapTo(UUID.class)
                .map(StudyId::new)
                .list();
    }

    private static String sex(String dicom) {
        return switch (dicom) {
            case "M" -> "male";
            case "F" -> "female";
            case "O" -> "other";
            default -> "unknown";
        };
    }

    private static StudyRow study(ResultSet row) throws SQLException {
        UUID patient = row.getObject("patient_id", UUID.class);
        return new StudyRow(
                new StudyId(row.getObject("id", UUID.class)),
                row.getString("study_instance_uid"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                Optional.ofNullable(patient).map(PatientId::new),
                row.getBoolean("matched"),
                row.getString("sent_patient_id"),
                row.getLong("sent_patient_key"),
                row.getString("state"),
                row.getBoolean("finished"),
                row.getInt("received"),
                row.getInt("announced"),
                Optional.ofNullable((Integer) row.getObject("expected")),
                row.getLong("version"));
    }
}
