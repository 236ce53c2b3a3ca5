package org.huizhen.server.reading;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** What is kept beside an issued version: rules gone past by confirmation, the writer's text before a correction. */
final class ReportVersionNotes {
    /** A rule that the signer went past, and why. */
    record Confirmation(String rule, String reason, PersonRef by, Instant at) {}

    private final ObjectMapper json;

    ReportVersionNotes(ObjectMapper json) {
        this.json = json;
    }

    void confirmed(Transaction transaction, SignedReport signed, String rule, String reason, PersonRef by) {
        transaction
                .handle()
                .createUpdate("""
                        insert into report_confirmation (report_id, number, rule, reason, confirmed_by, confirmed_by_name, at)
                        values (:report, :number, :rule, :reason, :by, :byName, :now)
                        """)
                .bind("report", signed.reportId())
                .bind("number", signed.number())
                .bind("rule", rule)
                .bind("reason", reason)
                .bind("by", by.id())
                .bind("byName", by.name())
                .bind("now", transaction.now())
                .execute();
    }

    void corrected(Transaction transaction, SignedReport signed, ReportContent written) {
        try {
            transaction
                    .handle()
                    .createUpdate("""
                            insert into report_correction (report_id, number, written)
                            values (:report, :number, cast(:written as jsonb))
                            """)
                    .bind("report", signed.reportId())
                    .bind("number", signed.number())
                    .bind("written", json.writeValueAsString(written))
                    .execute();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Confirmation> confirmations(Handle handle, ReportId report, int number) {
        return handle.createQuery("select * from report_confirmation where report_id = :report and number = :number")
                .bind("report", report)
                .bind("number", number)
                .map((row, context) -> new Confirmation(
                        row.getString("rule"),
                        row.getString("reason"),
                        new PersonRef(
                                new UserId(row.getObject("confirmed_by", UUID.class)),
                                row.getString("confirmed_by_name")),
                        Studies.instant(row, "at")))
                .list();
    }

    /** What the writer had written; empty where the reviewer changed nothing. */
    Optional<ReportContent> written(Handle handle, ReportId report, int number) {
        return handle.createQuery(
                        "select written::text from report_correction where report_id = :report and number = :number")
                .bind("report", report)
                .bind("number", number)
                .mapTo(String.class)
                .findOne()
                .map(text -> {
                    try {
                        return json.readValue(text, ReportContent.class);
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException("a report's correction cannot be read", e);
                    }
                });
    }
}
