package org.huizhen.server.order;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.ExamOrderId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.patient.Patient;
import org.huizhen.server.patient.PatientFeature;
import org.jdbi.v3.core.Handle;

/** Compares studies with their orders: what the study says now, corrections applied, against whom and what was ordered. */
final class StudyOrders {
    private final PatientFeature patients;

    StudyOrders(PatientFeature patients) {
        this.patients = patients;
    }

    private record Row(
            StudyId study,
            ExamOrderId order,
            PatientId orderedFor,
            String accession,
            String purpose,
            Optional<String> laterality,
            Optional<String> indication,
            String orderedModality,
            UUID master,
            String name,
            String sex,
            Optional<LocalDate> birthDate,
            String modality,
            List<String> sides) {}

    /** Those of the studies that an order was found for. */
    Map<StudyId, StudyOrder> of(Handle handle, Collection<StudyId> studies) {
        Map<StudyId, StudyOrder> found = new HashMap<>();
        handle.createQuery("""
                        select t.study_id, o.id, o.patient_id as ordered_for, o.accession_number, o.purpose, o.laterality,
                          o.indication, o.modality as ordered_modality, s.master_patient_id, s.patient_name, s.patient_sex,
                          s.patient_birth_date, s.modality,
                          coalesce((select l.sides from study_laterality l where l.study_id = t.study_id), '{}') as sides
                        from exam_order_study t join exam_order o on o.id = t.order_id
                        join study_summary s on s.study_id = t.study_id
                        where t.study_id = any(:studies)
                        """)
                .bindArray(
                        "studies",
                        UUID.class,
                        studies.stream().map(StudyId::value).toList())
                .map((row, context) -> row(row))
                .forEach(row -> found.put(row.study(), order(handle, row)));
        return found;
    }

    private StudyOrder order(Handle handle, Row row) {
        List<StudyOrder.Difference> differences = new ArrayList<>();
        Patient ordered = patients.find(handle, row.orderedFor()).orElseThrow();
        // One whom the index holds to be the same person is no difference, whatever is written of them.
        if (!ordered.masterPatientId().value().equals(row.master())) {
            differences.addAll(PatientFeature.differences(ordered, row.name(), row.sex(), row.birthDate()).stream()
                    .map(one -> new StudyOrder.Difference(one.field(), one.known(), one.said()))
                    .toList());
        }
        row.laterality().map(ExamOrder.Laterality::of).ifPresent(side -> {
            boolean other = row.sides().stream().anyMatch(said -> !said.equals(side.dicom()));
            if (other && side != ExamOrder.Laterality.BOTH) {
                differences.add(new StudyOrder.Difference(
                        "laterality", side.identifier(), String.join("\\", sides(row.sides()))));
            }
        });
        if (!plain(row.orderedModality()).equals(plain(row.modality()))) {
            differences.add(new StudyOrder.Difference("modality", row.orderedModality(), row.modality()));
        }
        return new StudyOrder(
                row.order(),
                row.accession(),
                row.purpose(),
                row.laterality(),
                row.indication(),
                List.copyOf(differences));
    }

    private static List<String> sides(List<String> dicom) {
        return dicom.stream()
                .map(said -> Arrays.stream(ExamOrder.Laterality.values())
                        .filter(side -> side.dicom().equals(said))
                        .findFirst()
                        .map(ExamOrder.Laterality::identifier)
                        .orElse(said))
                .sorted()
                .toList();
    }

    /** Computed and direct radiography are one thing to whoever orders. */
    private static String plain(String modality) {
        String upper = modality.toUpperCase(Locale.ROOT);
        return upper.equals("CR") || upper.equals("DR") ? "DX" : upper;
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new StudyId(row.getObject("study_id", UUID.class)),
                new ExamOrderId(row.getObject("id", UUID.class)),
                new PatientId(row.getObject("ordered_for", UUID.class)),
                row.getString("accession_number"),
                row.getString("purpose"),
                Optional.ofNullable(row.getString("laterality")),
                Optional.ofNullable(row.getString("indication")),
                row.getString("ordered_modality"),
                row.getObject("master_patient_id", UUID.class),
                Optional.ofNullable(row.getString("patient_name")).orElse(""),
                Optional.ofNullable(row.getString("patient_sex")).orElse("unknown"),
                Optional.ofNullable(row.getObject("patient_birth_date", LocalDate.class)),
                row.getString("modality"),
                List.of((String[]) row.getArray("sides").getArray()));
    }
}
