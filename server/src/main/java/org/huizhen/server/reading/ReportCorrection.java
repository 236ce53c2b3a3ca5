package org.huizhen.server.reading;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.database.Database;

/** What happens to a signed report: a new version is begun, or it is withdrawn. */
final class ReportCorrection {
    private final Database database;
    private final RequestDesk desk;
    private final Reports reports;
    private final ReportIssue issue;
    private final TurnaroundTargets targets;

    ReportCorrection(
            Database database, RequestDesk desk, Reports reports, ReportIssue issue, TurnaroundTargets targets) {
        this.database = database;
        this.desk = desk;
        this.reports = reports;
        this.issue = issue;
        this.targets = targets;
    }

    /** Begins an amendment: its draft starts with what is in force, and anybody may write or review it anew. */
    ReadingRequest amend(Actor.Person actor, ReportId id, OptionalLong ifMatch, String reason) {
        return desk.change(actor, requestOf(id), OptionalLong.empty(), Permission.READING_WRITE, open -> {
            Reports.Head head = reports.find(open.transaction().handle(), id).orElseThrow();
            RequestDesk.requireVersion(ifMatch, head.version());
            open.request().amend(reason);
            Duration target = targets.of(open.request());
            open.request().dueAt = open.transaction().now().plus(target);
            SignedReport inForce =
                    reports.versions(open.transaction().handle(), id).getFirst();
            long draftVersion = reports.draft(open.transaction().handle(), id)
                    .map(ReportDraft::version)
                    .orElse(0L);
            reports.saveDraft(
                    open.transaction(),
                    new ReportDraft(
                            id,
                            draftVersion + 1,
                            inForce.content(),
                            Set.of(),
                            open.transaction().now(),
                            PersonRef.of(actor)));
            return RequestEvent.AMENDING;
        });
    }

    /** Withdraws the report from view: it belongs to another patient. Its versions stay in the table. */
    ReadingRequest voidReport(Actor.Person actor, ReportId id, OptionalLong ifMatch, String reason) {
        return desk.change(actor, requestOf(id), OptionalLong.empty(), Permission.READING_VOID, open -> {
            Reports.Head head = reports.find(open.transaction().handle(), id).orElseThrow();
            RequestDesk.requireVersion(ifMatch, head.version());
            open.request().voidReport(reason);
            issue.withdraw(open, reason);
            return RequestEvent.VOIDED;
        });
    }

    private ReadingRequestId requestOf(ReportId id) {
        return database.read(handle -> reports.find(handle, id))
                .filter(Reports.Head::issued)
                .map(Reports.Head::request)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
    }
}
