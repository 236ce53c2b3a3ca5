package org.huizhen.server.reading.critical;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.huizhen.server.access.Subject;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.MasterPatientId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.jdbi.v3.core.Handle;

/** The studies that findings are about, read from imaging's published view. */
final class CriticalStudies {
    /** @param requestId of the newest reading request, null when there is none */
    record Facts(
            StudyId id,
            OrganizationId organization,
            String organizationName,
            UUID patient,
            UUID masterPatient,
            String patientName,
            String patientSex,
            LocalDate patientBirthDate,
            String modality,
            String description,
            Instant studyAt,
            UUID requestId) {
        Subject subject() {
            Subject subject = Subject.of(organization).withStudy(id);
            if (patient != null) {
                subject = subject.withPatient(new PatientId(patient));
            }
            return masterPatient == null ? subject : subject.withMasterPatient(new MasterPatientId(masterPatient));
        }
    }

    private CriticalStudies() {}

    static Facts get(Handle handle, StudyId id) {
        Facts facts = all(handle, List.of(id)).get(id);
        if (facts == null) {
            throw new ApiException(ErrorCode.NOT_FOUND);
        }
        return facts;
    }

    static Map<StudyId, Facts> all(Handle handle, Collection<StudyId> ids) {
        return handle
                .createQuery("""
                        select s.study_id, s.organization_id, s.organization_name, s.patient_id, s.master_patient_id,
                          s.patient_name, s.patient_sex, s.patient_birth_date, s.modality, s.description, s.study_at,
                          (select r.id from reading_request r where r.study_id = s.study_id order by r.id desc limit 1)
                            as request_id
                        from study_summary s where s.study_id = any(:ids)
                        """)
                .bindArray("ids", UUID.class, ids.stream().map(StudyId::value).toList())
                .map((row, context) -> facts(row))
                .stream()
                .collect(Collectors.toMap(Facts::id, Function.identity()));
    }

    private static Facts facts(ResultSet row) throws SQLException {
        Date birth = row.getDate("patient_birth_date");
        return new Facts(
                new StudyId(row.getObject("study_id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                row.getObject("patient_id", UUID.class),
                row.getObject("master_patient_id", UUID.class),
                row.getString("patient_name"),
                sex(row.getString("patient_sex")),
                birth == null ? null : birth.toLocalDate(),
                row.getString("modality"),
                row.getString("description"),
                CriticalFindings.instant(row, "study_at"),
                row.getObject("request_id", UUID.class));
    }

    private static String sex(String stored) {
        return switch (stored == null ? "" : stored.toLowerCase(Locale.ROOT)) {
            case "m", "male" -> "male";
            case "f", "female" -> "female";
            case "o", "other" -> "other";
            default -> "unknown";
        };
    }
}
