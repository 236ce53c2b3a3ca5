package org.huizhen.server.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Set;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ReportId;

/** Puts versions of a report in force, after what safety asks of the study and the images. */
final class ReportIssue {
    static final String PRELIMINARY = "report.preliminary";
    static final String FINAL = "report.final";
    static final String VOIDED = "report.voided";
    static final String OPENED = "report.opened";

    /**
     * What the reviewer signs.
     *
     * @param written the writer's text, where {@code content} corrects it; else null
     * @param incompleteReason why it is signed although instances are missing; null when none are
     */
    record Signing(
            ReportContent content,
            ReportContent written,
            boolean single,
            String incompleteReason,
            SigningChecks.Confirmed confirmed) {}

    private final Reports reports;
    private final ReportVersionNotes notes;
    private final ItemChoice items;
    private final SigningChecks checks;
    private final ReportAcknowledging acknowledging;
    private final AuditLog audit;

    ReportIssue(
            Reports reports,
            ReportVersionNotes notes,
            ItemChoice items,
            SigningChecks checks,
            ReportAcknowledging acknowledging,
            AuditLog audit) {
        this.reports = reports;
        this.notes = notes;
        this.items = items;
        this.checks = checks;
        this.acknowledging = acknowledging;
        this.audit = audit;
    }

    /** @throws ApiException {@code item-required} */
    ReportItems.Item requireItem(RequestDesk.Case open, ReportContent content) {
        return items.require(open.study(), content);
    }

    /** One qualified doctor, no reviewer yet. @throws ApiException as {@link SigningChecks#require} */
    void preliminary(
            RequestDesk.Case open, Actor.Person writer, ReportContent content, SigningChecks.Confirmed confirmed) {
        Set<String> passed = checks.require(open, writer, content, confirmed);
        SignedReport.Signature written = new SignedReport.Signature(PersonRef.of(writer), signingTime(open));
        Reports.Head head = head(open);
        ReportItems.Item item = content.itemCode() == null ? null : requireItem(open, content);
        SignedReport signed = new SignedReport(
                head.id(),
                head.number() + 1,
                true,
                content,
                item == null ? null : item.name(),
                written,
                writer.organizationId(),
                null,
                false,
                null,
                null);
        put(open, head, signed, writer);
        note(open, signed, passed, confirmed.reason(), writer);
    }

    /**
     * Both signatures stand.
     *
     * @throws ApiException as {@link SigningChecks#require}; {@code incomplete-study}; {@code item-required}
     */
    void approved(RequestDesk.Case open, Actor.Person reviewer, Signing signing) {
        StudyFacts study = open.study();
        ReportContent content = signing.content();
        String incompleteReason = signing.incompleteReason();
        Set<String> passed = checks.require(open, reviewer, content, signing.confirmed());
        boolean excused = incompleteReason != null && !incompleteReason.isBlank();
        if (!study.whole() && !excused) {
            throw new ApiException(
                    ErrorCode.INCOMPLETE_STUDY, Map.of("received", study.received(), "announced", study.wanted()));
        }
        ReportItems.Item item = requireItem(open, content);
        ReadingRequest.Authorship written = open.request().written;
        Reports.Head head = head(open);
        SignedReport signed = new SignedReport(
                head.id(),
                head.number() + 1,
                false,
                content.withItem(item.code()),
                item.name(),
                new SignedReport.Signature(written.person(), written.at()),
                written.organization(),
                new SignedReport.Signature(PersonRef.of(reviewer), signingTime(open)),
                signing.single(),
                study.whole() ? null : incompleteReason,
                open.request().reasons.amended());
        put(open, head, signed, reviewer);
        note(open, signed, passed, signing.confirmed().reason(), reviewer);
        if (signing.written() != null) {
            notes.corrected(open.transaction(), signed, signing.written());
        }
    }

    /** Withdraws what is in force. */
    void withdraw(RequestDesk.Case open, String reason) {
        Reports.Head head = head(open);
        long version = reports.withdraw(open.transaction(), head.id(), reason);
        publish(open, VOIDED, head.id(), version, facts(open));
        if (open.actor() instanceof Actor.Person person) {
            acknowledging.withdrawn(open.transaction(), head, reason, person.userId());
        }
    }

    private void note(
            RequestDesk.Case open, SignedReport signed, Set<String> passed, String reason, Actor.Person signer) {
        for (String rule : passed) {
            notes.confirmed(open.transaction(), signed, rule, reason, PersonRef.of(signer));
        }
    }

    private void put(RequestDesk.Case open, Reports.Head head, SignedReport signed, Actor.Person signer) {
        SignedReport former = reports.versions(open.transaction().handle(), head.id()).stream()
                .findFirst()
                .orElse(null);
        reports.issue(open.transaction(), signed);
        String status = signed.preliminary() ? "preliminary" : "final";
        long version = reports.inForce(open.transaction(), head.id(), status, signed.number());
        ObjectNode facts = facts(open)
                .put("number", signed.number())
                .put("imageQuality", signed.content().imageQuality().identifier());
        if (signed.incompleteReason() != null) {
            facts.put("incomplete", true);
        }
        String item = signed.content().itemCode();
        if (item != null && !item.equals(ReportItems.NONE)) {
            facts.put("itemCode", item);
        }
        publish(open, signed.preliminary() ? PRELIMINARY : FINAL, head.id(), version, facts);
        Reports.Head now = head(open);
        acknowledging.replaced(open.transaction(), now, former, signed, signer.userId());
    }

    private void publish(RequestDesk.Case open, String type, ReportId report, long version, ObjectNode facts) {
        AuditEntry entry = AuditEntry.success(open.actor(), type).about("report", report);
        audit.record(
                open.transaction(), open.study().patient().map(entry::ofPatient).orElse(entry));
        open.transaction()
                .publish(Event.of(
                        type,
                        "report",
                        report,
                        version,
                        open.request().origin.organization(),
                        open.transaction().now(),
                        facts));
    }

    /** As precise as the table keeps it, so that the digest can be computed again from what is stored. */
    private static Instant signingTime(RequestDesk.Case open) {
        return open.transaction().now().truncatedTo(ChronoUnit.MICROS);
    }

    private static ObjectNode facts(RequestDesk.Case open) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("readingRequestId", open.request().id().toString())
                .put("studyId", open.study().id().toString());
    }

    private Reports.Head head(RequestDesk.Case open) {
        return reports.ofRequest(open.transaction().handle(), open.request().id())
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }
}
