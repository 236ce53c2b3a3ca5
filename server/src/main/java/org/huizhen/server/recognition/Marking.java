package org.huizhen.server.recognition;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.PatientId;
import org.huizhen.server.core.RecognitionResultId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Transaction;

/** Listens to reports: a signed one becomes a result with or without mark, a withdrawn one is no longer offered. */
final class Marking {
    static final String CHANGED = "recognition.changed";

    private record Examination(OrganizationId organization, PatientId patient, Instant at) {}

    private final RecognitionItems items;
    private final ZoneId zone;

    Marking(RecognitionItems items, ZoneId zone) {
        this.items = items;
        this.zone = zone;
    }

    /** Idempotent: what an event says is written once, whatever comes twice or late. */
    void on(Transaction transaction, Event event) {
        switch (event.type()) {
            case "report.final" -> signed(transaction, event);
            case "report.voided" -> withdraw(transaction, new ReportId(event.aggregateId()));
            case "study.matched" -> RecognitionResults.follow(transaction, new StudyId(event.aggregateId()));
            default -> throw new IllegalStateException("no such event is subscribed: " + event.type());
        }
    }

    private void signed(Transaction transaction, Event event) {
        ReportId report = new ReportId(event.aggregateId());
        JsonNode facts = event.payload();
        Optional<RecognitionItem> item =
                Optional.ofNullable(facts.get("itemCode")).map(JsonNode::asText).flatMap(items::byCode);
        if (item.isEmpty()) {
            withdraw(transaction, report);
            return;
        }
        StudyId study = StudyId.parse(facts.get("studyId").asText());
        Examination examination = examination(transaction, study);
        LocalDate day = LocalDate.ofInstant(examination.at(), zone);
        Optional<Qualifications.Qualification> qualification = Qualifications.on(
                transaction.handle(), examination.organization(), item.get().code(), day);
        MarkDecision decision = new MarkDecision(
                qualification.isPresent(),
                facts.get("imageQuality").asText(),
                facts.path("incomplete").asBoolean(),
                false,
                day.plusDays(item.get().validityDays()));
        String area = qualification
                .map(Qualifications.Qualification::area)
                .orElse(item.get().area());
        RecognitionResults.put(
                transaction,
                new RecognitionResult(
                        RecognitionResultId.next(),
                        1,
                        report,
                        facts.get("number").asInt(),
                        study,
                        examination.organization(),
                        "",
                        examination.patient(),
                        item.get().code(),
                        examination.at(),
                        day,
                        decision.mark(area).orElse(null),
                        decision));
        publish(transaction, report);
    }

    private void withdraw(Transaction transaction, ReportId report) {
        if (RecognitionResults.withdraw(transaction, report) > 0) {
            publish(transaction, report);
        }
    }

    private static void publish(Transaction transaction, ReportId report) {
        RecognitionResults.ofReport(transaction.handle(), report)
                .ifPresent(result -> transaction.publish(Event.of(
                        CHANGED,
                        "recognitionResult",
                        result.id(),
                        result.version(),
                        result.organization(),
                        transaction.now())));
    }

    private static Examination examination(Transaction transaction, StudyId study) {
        return transaction
                .handle()
                .createQuery("""
                        select organization_id, patient_id, study_at from study_summary where study_id = :study
                        """)
                .bind("study", study)
                .map((row, context) -> {
                    UUID patient = row.getObject("patient_id", UUID.class);
                    return new Examination(
                            new OrganizationId(row.getObject("organization_id", UUID.class)),
                            patient == null ? null : new PatientId(patient),
                            row.getTimestamp("study_at").toInstant());
                })
                .one();
    }
}
