package org.huizhen.server.reading;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/** Reads imaging's published view. */
final class Studies {
    private static final String COLUMNS = """
            select s.study_id, s.study_instance_uid, s.organization_id, s.organization_name, s.patient_id,
              s.master_patient_id, s.patient_name, s.patient_sex, s.patient_birth_date, s.modality, s.body_part,
              s.contrast, s.description, s.accession_number, s.study_at, s.state, s.matched, s.received, s.announced,
              s.expected, s.certainty, s.conflicts, s.received_at
            from study_summary s
            """;

    private Studies() {}

    static Optional<StudyFacts> find(Handle handle, StudyId id) {
        return handle.createQuery(COLUMNS + " where s.study_id = :id")
                .bind("id", id)
                .map((row, context) -> facts(row))
                .findOne();
    }

    static StudyFacts get(Handle handle, StudyId id) {
        return find(handle, id).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }

    static Map<StudyId, StudyFacts> all(Handle handle, Collection<StudyId> ids) {
        List<UUID> values = ids.stream().map(StudyId::value).toList();
        return handle
                .createQuery(COLUMNS + " where s.study_id = any(:ids)")
                .bindArray("ids", UUID.class, values)
                .map((row, context) -> facts(row))
                .stream()
                .collect(Collectors.toMap(StudyFacts::id, Function.identity()));
    }

    private static StudyFacts facts(ResultSet row) throws SQLException {
        UUID patient = row.getObject("patient_id", UUID.class);
        UUID master = row.getObject("master_patient_id", UUID.class);
        Integer expected = row.getObject("expected", Integer.class);
        Date birth = row.getDate("patient_birth_date");
        return new StudyFacts(
                new StudyId(row.getObject("study_id", UUID.class)),
                row.getString("study_instance_uid"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                Optional.ofNullable(patient).map(PatientId::new),
                Optional.ofNullable(master).map(MasterPatientId::new),
                row.getString("patient_name"),
                sex(row.getString("patient_sex")),
                birth == null ? null : birth.toLocalDate(),
                row.getString("modality"),
                row.getString("body_part"),
                row.getBoolean("contrast"),
                row.getString("description"),
                row.getString("accession_number"),
                instant(row, "study_at"),
                row.getString("state"),
                row.getBoolean("matched"),
                row.getInt("received"),
                row.getInt("announced"),
                expected == null ? OptionalInt.empty() : OptionalInt.of(expected),
                row.getString("certainty"),
                row.getInt("conflicts"),
                instant(row, "received_at"));
    }

    /** As mission.md writes it; unmatched studies carry what DICOM sent (PS3.3 C.7.1.1: M, F, O). */
    static String sex(String stored) {
        return switch (stored == null ? "" : stored.toLowerCase(Locale.ROOT)) {
            case "m", "male" -> "male";
            case "f", "female" -> "female";
            case "o", "other" -> "other";
            default -> "unknown";
        };
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        java.sql.Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
