package org.huizhen.server.reading;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** Looking at reports: drafts are no reports, and every look is kept. */
final class ReportReading {
    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final Reports reports;
    private final ReportVersionNotes notes;
    private final RecognitionMarks marks;

    ReportReading(
            Database database,
            Access access,
            AuditLog audit,
            Reports reports,
            ReportVersionNotes notes,
            RecognitionMarks marks) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.reports = reports;
        this.notes = notes;
        this.marks = marks;
    }

    /** The version in force. @throws ApiException {@code not-found} before the first, {@code not-allowed} */
    ReportView open(Actor.Person actor, ReportId id) {
        return database.write(transaction -> {
            List<ReportView> versions = look(transaction, actor, id, "report.open");
            return versions.getFirst();
        });
    }

    /** Every issued version, the newest first. */
    List<ReportView> versions(Actor.Person actor, ReportId id) {
        return database.write(transaction -> look(transaction, actor, id, "report.versions"));
    }

    /** The version in force with all that paper shows; kept as a print. */
    PrintedReport print(Actor.Person actor, ReportId id) {
        return database.write(transaction -> {
            ReportView report = look(transaction, actor, id, "report.print").getFirst();
            StudyFacts study = Studies.get(transaction.handle(), new StudyId(report.studyId()));
            return PrintedReport.of(report, study, digest(transaction.handle(), id, report.number()));
        });
    }

    /** What anybody may know who holds a paper with the version's code. */
    Optional<PrintedReport> verify(ReportId id, int number) {
        return database.read(handle -> {
            Optional<Reports.Head> head = reports.find(handle, id).filter(Reports.Head::issued);
            if (head.isEmpty()) {
                return Optional.empty();
            }
            StudyFacts study = Studies.get(handle, head.get().study());
            ReadingRequest request =
                    ReadingRequests.find(handle, head.get().request()).orElseThrow();
            List<SignedReport> signed = reports.versions(handle, id);
            Map<UUID, String> names = organizations(handle, signed);
            return signed.stream()
                    .filter(version -> version.number() == number)
                    .findFirst()
                    .map(version -> PrintedReport.of(
                            ReportView.of(
                                    head.get(),
                                    version,
                                    request,
                                    study,
                                    names.getOrDefault(
                                            version.writerOrganization().value(), ""),
                                    null),
                            study,
                            digest(handle, id, number)));
        });
    }

    private static String digest(Handle handle, ReportId id, int number) {
        byte[] digest = handle.createQuery(
                        "select digest from report_version where report_id = :id and number = :number")
                .bind("id", id)
                .bind("number", number)
                .mapTo(byte[].class)
                .one();
        return HexFormat.of().formatHex(digest);
    }

    private List<ReportView> look(Transaction transaction, Actor.Person actor, ReportId id, String action) {
        Handle handle = transaction.handle();
        Reports.Head head = reports.find(handle, id)
                .filter(Reports.Head::issued)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        StudyFacts study = Studies.get(handle, head.study());
        access.require(handle, actor, Permission.REPORT_READ, study.subject());
        ReadingRequest request =
                ReadingRequests.find(handle, head.request()).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        List<SignedReport> signed = reports.versions(handle, id);
        Map<UUID, String> names = organizations(handle, signed);
        String mark = marks.of(handle, id).orElse(null);
        AuditEntry entry = AuditEntry.success(actor, action).about("report", id);
        audit.look(transaction, study.patient().map(entry::ofPatient).orElse(entry));
        if (reports.opened(transaction, head, actor)) {
            transaction.publish(Event.of(
                    ReportIssue.OPENED,
                    "report",
                    id,
                    head.version(),
                    head.organization(),
                    transaction.now(),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("readingRequestId", head.request().toString())
                            .put("studyId", head.study().toString())
                            .put("number", head.number())));
        }
        boolean inside = Access.permissions(actor.roles()).containsKey(Permission.READING_CLAIM);
        boolean acknowledge = ReportAcknowledgements.asked(handle, id, actor);
        return signed.stream()
                .map(version -> ReportView.of(
                                head,
                                version,
                                request,
                                study,
                                names.getOrDefault(version.writerOrganization().value(), ""),
                                version.number() == head.number() ? mark : null)
                        .with(
                                notes.confirmations(handle, id, version.number()),
                                inside && !head.status().equals("voided")
                                        ? notes.written(handle, id, version.number())
                                                .orElse(null)
                                        : null,
                                acknowledge && version.number() == head.number()))
                .toList();
    }

    private static Map<UUID, String> organizations(Handle handle, List<SignedReport> signed) {
        return handle
                .createQuery("select id, name from organization where id = any(:ids)")
                .bindArray(
                        "ids",
                        UUID.class,
                        signed.stream()
                                .map(SignedReport::writerOrganization)
                                .map(OrganizationId::value)
                                .distinct()
                                .toList())
                .map((row, context) -> Map.entry(row.getObject("id", UUID.class), row.getString("name")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
