package org.huizhen.server.imaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.patient.Demographics;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The table of studies, read for people. */
final class Studies {
    private static final String COLUMNS = """
            select v.*, s.match_problem from study_summary v join study s on s.id = v.study_id
            """;

    /** What a list is narrowed to; empty ones do not. {@code patients}: any of these local patients. */
    record Filter(
            Optional<List<PatientId>> patients,
            Optional<String> modality,
            Optional<OrganizationId> organization,
            Optional<String> state,
            Optional<Boolean> matched,
            Optional<Instant> from,
            Optional<Instant> to) {}

    /** Where a page begins: behind this study. */
    record After(Instant receivedAt, UUID id) {}

    Optional<StudyOverview> find(Handle handle, StudyId id) {
        return handle.createQuery(COLUMNS + " where v.study_id = :id")
                .bind("id", id)
                .map((row, context) -> study(row))
                .findOne();
    }

    Optional<StudyOverview> find(Handle handle, String studyInstanceUid) {
        return handle.createQuery(COLUMNS + " where v.study_instance_uid = :uid")
                .bind("uid", studyInstanceUid)
                .map((row, context) -> study(row))
                .findOne();
    }

    /** What access asks of a study, and no more: frame after frame needs it. */
    Optional<StudyLooks.Opened> opened(Handle handle, String studyInstanceUid) {
        return handle.createQuery("""
                        select s.id, s.organization_id, s.patient_id, p.master_patient_id
                        from study s left join patient p on p.id = s.patient_id
                        where s.study_instance_uid = :uid
                        """)
                .bind("uid", studyInstanceUid)
                .map((row, context) -> {
                    StudyId id = new StudyId(row.getObject("id", UUID.class));
                    Optional<PatientId> patient = Optional.ofNullable(row.getObject("patient_id", UUID.class))
                            .map(PatientId::new);
                    Subject subject = Subject.of(new OrganizationId(row.getObject("organization_id", UUID.class)))
                            .withStudy(id);
                    subject = patient.isPresent() ? subject.withPatient(patient.get()) : subject;
                    UUID master = row.getObject("master_patient_id", UUID.class);
                    subject = master == null ? subject : subject.withMasterPatient(new MasterPatientId(master));
                    return new StudyLooks.Opened(id, studyInstanceUid, patient, subject);
                })
                .findOne();
    }

    /** The newest first. */
    List<StudyOverview> list(Handle handle, Scope scope, Filter filter, Optional<After> after, int count) {
        StringBuilder sql = new StringBuilder(COLUMNS)
                .append(" where ")
                .append(scope.condition("s.organization_id", "s.id", "s.patient_id", "v.master_patient_id"));
        filter.patients().ifPresent(ignored -> sql.append(" and s.patient_id = any(:patients)"));
        filter.modality()
                .ifPresent(ignored -> sql.append(" and (s.modality = :modality or :modality = any(s.modalities))"));
        filter.organization().ifPresent(ignored -> sql.append(" and s.organization_id = :organization"));
        filter.state().ifPresent(ignored -> sql.append(" and s.state = :state"));
        filter.matched().ifPresent(ignored -> sql.append(" and s.matched = :matched"));
        filter.from().ifPresent(ignored -> sql.append(" and s.received_at >= :from"));
        filter.to().ifPresent(ignored -> sql.append(" and s.received_at < :to"));
        after.ifPresent(ignored -> sql.append(" and (s.received_at, s.id) < (:afterAt, :afterId)"));
        sql.append(" order by s.received_at desc, s.id desc limit :count");
        Query query = scope.bind(handle.createQuery(sql.toString()).bind("count", count));
        filter.patients()
                .ifPresent(ids -> query.bindArray(
                        "patients",
                        UUID.class,
                        ids.stream().map(PatientId::value).toList()));
        filter.modality().ifPresent(value -> query.bind("modality", value));
        filter.organization().ifPresent(value -> query.bind("organization", value));
        filter.state().ifPresent(value -> query.bind("state", value));
        filter.matched().ifPresent(value -> query.bind("matched", value));
        filter.from().ifPresent(value -> query.bind("from", value));
        filter.to().ifPresent(value -> query.bind("to", value));
        after.ifPresent(key -> query.bind("afterAt", key.receivedAt()).bind("afterId", key.id()));
        return query.map((row, context) -> study(row)).list();
    }

    /** Locks the row until the transaction ends. */
    void lock(Handle handle, StudyId id) {
        handle.createQuery("select 1 from study where id = :id for update")
                .bind("id", id)
                .mapTo(Integer.class)
                .findOne();
    }

    /** What the device said of the patient, decoded; the Patient ID is empty where only its mask was kept. */
    record Sent(String issuer, Optional<String> shownId, Demographics words) {}

    Sent sent(Handle handle, StudyId id) {
        return handle.createQuery("""
                        select issuer, sent_patient_id, sent_patient_name, sent_patient_sex, sent_patient_birth_date
                        from study where id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> {
                    LocalDate birth = row.getObject("sent_patient_birth_date", LocalDate.class);
                    Optional<String> shown = text(row, "sent_patient_id");
                    return new Sent(
                            row.getString("issuer"),
                            shown,
                            new Demographics(
                                    shown.filter(text -> !text.contains("*")).orElse(""),
                                    text(row, "sent_patient_name").orElse(""),
                                    switch (text(row, "sent_patient_sex").orElse("")) {
                                        case "male" -> "M";
                                        case "female" -> "F";
                                        case "other" -> "O";
                                        default -> "";
                                    },
                                    birth == null ? "" : birth.format(DateTimeFormatter.BASIC_ISO_DATE),
                                    Optional.empty()));
                })
                .one();
    }

    private static StudyOverview study(ResultSet row) throws SQLException {
        return new StudyOverview(
                new StudyId(row.getObject("study_id", UUID.class)),
                row.getLong("version"),
                row.getString("study_instance_uid"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                Optional.ofNullable(row.getObject("patient_id", UUID.class)).map(PatientId::new),
                Optional.ofNullable(row.getObject("master_patient_id", UUID.class))
                        .map(MasterPatientId::new),
                text(row, "patient_name"),
                text(row, "patient_sex"),
                Optional.ofNullable(row.getObject("patient_birth_date", LocalDate.class)),
                row.getString("modality"),
                text(row, "body_part"),
                text(row, "description"),
                text(row, "accession_number"),
                instant(row, "study_at"),
                row.getInt("series_count"),
                row.getInt("instance_count"),
                row.getString("state"),
                row.getBoolean("matched"),
                text(row, "match_problem"),
                row.getInt("received"),
                row.getInt("announced"),
                Optional.ofNullable((Integer) row.getObject("expected")),
                row.getString("certainty"),
                row.getInt("conflicts"),
                instant(row, "received_at"));
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
