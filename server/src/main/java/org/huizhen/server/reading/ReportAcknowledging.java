package org.huizhen.server.reading;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.access.Scope;
import org.huizhen.server.audit.AuditEntry;
import org.huizhen.server.audit.AuditLog;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/**
 * Who has opened a report that is then amended, differs from its preliminary version, or is withdrawn, says so; whoever
 * stays silent is escalated: after a while any colleague may answer, and the center sees it.
 */
final class ReportAcknowledging {
    static final String ASKED = "report.acknowledgementAsked";
    static final String GIVEN = "report.acknowledged";
    static final String ESCALATED = "report.acknowledgementEscalated";
    private static final int BATCH = 100;

    private final Database database;
    private final Access access;
    private final AuditLog audit;
    private final Reports reports;
    private final Duration patience;

    ReportAcknowledging(Database database, Access access, AuditLog audit, Reports reports, Duration patience) {
        this.database = database;
        this.access = access;
        this.audit = audit;
        this.reports = reports;
        this.patience = patience;
    }

    /** A version has come into force after another. @param former null when it is the first */
    void replaced(Transaction transaction, Reports.Head head, SignedReport former, SignedReport now, UserId signer) {
        if (former == null || now.preliminary()) {
            return;
        }
        if (former.preliminary()) {
            if (same(former.content(), now.content())) {
                return;
            }
            ReportAcknowledgements.askOpeners(transaction, head, now.number(), "differs", null, signer);
            ReportAcknowledgements.askClinic(transaction, head, now.number(), "differs");
        } else {
            ReportAcknowledgements.askOpeners(transaction, head, now.number(), "amended", now.amendReason(), signer);
        }
        asked(transaction, head);
    }

    void withdrawn(Transaction transaction, Reports.Head head, String reason, UserId by) {
        ReportAcknowledgements.askOpeners(transaction, head, head.number(), "voided", reason, by);
        asked(transaction, head);
    }

    /** Returns how many were open. @throws ApiException {@code conflict} when the person has nothing to acknowledge */
    int acknowledge(Actor.Person person, ReportId id) {
        return database.write(transaction -> {
            Reports.Head head = head(transaction, id);
            StudyFacts study = Studies.get(transaction.handle(), head.study());
            access.require(transaction.handle(), person, Permission.REPORT_READ, study.subject());
            int given = ReportAcknowledgements.acknowledge(transaction, id, person);
            if (given == 0) {
                throw new ApiException(ErrorCode.CONFLICT);
            }
            AuditEntry entry = AuditEntry.success(person, "report.acknowledge").about("report", id);
            audit.record(transaction, study.patient().map(entry::ofPatient).orElse(entry));
            publish(transaction, GIVEN, head);
            return given;
        });
    }

    List<ReportAcknowledgements.Row> list(Actor.Person person, boolean open, boolean mine, Optional<ReportId> report) {
        return database.read(handle -> {
            Scope scope = access.scope(handle, person, Permission.REPORT_READ);
            return ReportAcknowledgements.list(handle, scope, person, open, mine, report);
        });
    }

    /** A job: counts whoever has been silent too long. Returns how many reports. */
    int escalate() {
        return database.write(transaction -> {
            List<ReportId> late = ReportAcknowledgements.escalate(transaction, patience, BATCH);
            late.forEach(id -> publish(transaction, ESCALATED, head(transaction, id)));
            return late.size();
        });
    }

    private void asked(Transaction transaction, Reports.Head head) {
        ReportAcknowledgements.waitFor(transaction, head.id(), patience);
        publish(transaction, ASKED, head);
    }

    private Reports.Head head(Transaction transaction, ReportId id) {
        return reports.find(transaction.handle(), id)
                .filter(Reports.Head::issued)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }

    private static boolean same(ReportContent before, ReportContent after) {
        return Objects.equals(before.positive(), after.positive())
                && words(before.findings()).equals(words(after.findings()))
                && words(before.conclusion()).equals(words(after.conclusion()));
    }

    private static String words(String text) {
        return text == null ? "" : text.replaceAll("\\s+", "");
    }

    private static void publish(Transaction transaction, String type, Reports.Head head) {
        transaction.publish(
                Event.of(type, "report", head.id(), head.version(), head.organization(), transaction.now()));
    }
}
