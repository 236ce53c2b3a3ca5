package org.huizhen.server.recognition;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table of results. */
final class RecognitionResults {
    private static final String SELECT = """
            select r.*, o.name as organization_name from recognition_result r
            join organization o on o.id = r.organization_id
            """;

    private RecognitionResults() {}

    static Optional<RecognitionResult> ofReport(Handle handle, ReportId report) {
        return handle.createQuery(SELECT + " where r.report_id = :report")
                .bind("report", report)
                .map((row, context) -> result(row))
                .findOne();
    }

    static Optional<RecognitionResult> find(Handle handle, RecognitionResultId id) {
        return handle.createQuery(SELECT + " where r.id = :id")
                .bind("id", id)
                .map((row, context) -> result(row))
                .findOne();
    }

    /** All results of a person, the newest examination first. */
    static List<RecognitionResult> ofPatients(Handle handle, Collection<PatientId> patients, Optional<String> item) {
        var query = handle.createQuery(SELECT + " where r.patient_id = any(:patients)"
                        + (item.isPresent() ? " and r.item_code = :item" : "")
                        + " order by r.performed_at desc, r.id limit 200")
                .bindArray(
                        "patients",
                        UUID.class,
                        patients.stream().map(PatientId::value).toList());
        item.ifPresent(code -> query.bind("item", code));
        return query.map((row, context) -> result(row)).list();
    }

    /** Writes what a signed version says; a later version replaces an earlier one, never the other way round. */
    static void put(Transaction transaction, RecognitionResult result) {
        MarkDecision decision = result.decision();
        transaction
                .handle()
                .createUpdate("""
                        insert into recognition_result (id, version, report_id, report_number, study_id, organization_id,
                          patient_id, item_code, performed_at, performed_on, valid_until, qualified, mark, image_quality,
                          incomplete, decided_at)
                        values (:id, 1, :report, :number, :study, :organization, :patient, :item, :performedAt, :performedOn,
                          :validUntil, :qualified, :mark, :quality, :incomplete, :now)
                        on conflict (report_id) do update set version = recognition_result.version + 1,
                          report_number = excluded.report_number, patient_id = excluded.patient_id,
                          item_code = excluded.item_code, valid_until = excluded.valid_until,
                          qualified = excluded.qualified, mark = excluded.mark, image_quality = excluded.image_quality,
                          incomplete = excluded.incomplete, decided_at = excluded.decided_at
                        where recognition_result.report_number < excluded.report_number
                        """)
                .bind("id", result.id())
                .bind("report", result.report())
                .bind("number", result.reportNumber())
                .bind("study", result.study())
                .bind("organization", result.organization())
                .bind(
                        "patient",
                        result.patient() == null ? null : result.patient().value())
                .bind("item", result.itemCode())
                .bind("performedAt", result.performedAt())
                .bind("performedOn", result.performedOn())
                .bind("validUntil", decision.validUntil())
                .bind("qualified", decision.qualified())
                .bind("mark", result.mark())
                .bind("quality", decision.imageQuality())
                .bind("incomplete", decision.incomplete())
                .bind("now", transaction.now())
                .execute();
    }

    /** The report has been withdrawn, or no longer carries an item: nothing is offered any more. */
    static int withdraw(Transaction transaction, ReportId report) {
        return transaction
                .handle()
                .createUpdate("""
                        update recognition_result set version = version + 1, voided_at = :now, mark = null
                        where report_id = :report and voided_at is null
                        """)
                .bind("now", transaction.now())
                .bind("report", report)
                .execute();
    }

    /** The study now belongs to another patient. */
    static void follow(Transaction transaction, StudyId study) {
        transaction.handle().createUpdate("""
                        update recognition_result r set version = r.version + 1, patient_id = s.patient_id
                        from study_summary s
                        where r.study_id = :study and s.study_id = r.study_id and r.patient_id is distinct from s.patient_id
                        """).bind("study", study).execute();
    }

    private static RecognitionResult result(ResultSet row) throws SQLException {
        UUID patient = row.getObject("patient_id", UUID.class);
        return new RecognitionResult(
                new RecognitionResultId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                new ReportId(row.getObject("report_id", UUID.class)),
                row.getInt("report_number"),
                new StudyId(row.getObject("study_id", UUID.class)),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                patient == null ? null : new PatientId(patient),
                row.getString("item_code"),
                row.getTimestamp("performed_at").toInstant(),
                row.getObject("performed_on", LocalDate.class),
                row.getString("mark"),
                new MarkDecision(
                        row.getBoolean("qualified"),
                        row.getString("image_quality"),
                        row.getBoolean("incomplete"),
                        row.getTimestamp("voided_at") != null,
                        row.getObject("valid_until", LocalDate.class)));
    }
}
