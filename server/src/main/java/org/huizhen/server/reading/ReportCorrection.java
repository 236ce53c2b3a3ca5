package org.huizhen.server.reading;

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
            return begin(open, actor, head, reason);
        });
    }

    /** The reader has looked at images that came after the signature: the report stands, or is amended. */
    ReadingRequest lateImages(
            Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, RequestBodies.LateImages decision) {
        return desk.change(actor, id, ifMatch, Permission.READING_WRITE, open -> {
            ReadingRequest request = open.request();
            RequestTransitions.require(request.state, RequestAction.AMEND);
            if (request.lateAt == null) {
                throw new ApiException(ErrorCode.CONFLICT);
            }
            request.signedInstances = open.study().received();
            if (decision.decision().equals("amend")) {
                Reports.Head head =
                        reports.ofRequest(open.transaction().handle(), id).orElseThrow();
                return begin(open, actor, head, decision.reason());
            }
            request.lateAt = null;
            desk.note(open, "reading.lateImagesReason", decision.reason());
            return RequestEvent.LATE_IMAGES_SEEN;
        });
    }

    /** Gives the amendment up: the version in force stays, the draft goes back to it. */
    ReadingRequest withdrawAmendment(Actor.Person actor, ReportId id, OptionalLong ifMatch, String reason) {
        return desk.change(actor, requestOf(id), OptionalLong.empty(), Permission.READING_WRITE, open -> {
            Reports.Head head = reports.find(open.transaction().handle(), id).orElseThrow();
            RequestDesk.requireVersion(ifMatch, head.version());
            ReadingRequest request = open.request();
            RequestTransitions.require(request.state, RequestAction.WITHDRAW_AMENDMENT);
            if (request.lease != null) {
                request.requireHeldBy(actor.userId());
            }
            SignedReport inForce = inForce(open, head);
            request.withdrawAmendment(inForce);
            draft(open, actor, head, inForce);
            desk.note(open, "reading.withdrawAmendmentReason", reason);
            return RequestEvent.AMENDMENT_WITHDRAWN;
        });
    }

    private RequestEvent begin(RequestDesk.Case open, Actor.Person actor, Reports.Head head, String reason) {
        open.request().amend(reason);
        open.request().dueAt = targets.due(open.request(), open.transaction().now());
        draft(open, actor, head, inForce(open, head));
        return RequestEvent.AMENDING;
    }

    private SignedReport inForce(RequestDesk.Case open, Reports.Head head) {
        return reports.versions(open.transaction().handle(), head.id()).getFirst();
    }

    /** The draft starts anew with what is in force, so that anybody may write or review it. */
    private void draft(RequestDesk.Case open, Actor.Person actor, Reports.Head head, SignedReport inForce) {
        long former = reports.draft(open.transaction().handle(), head.id())
                .map(ReportDraft::version)
                .orElse(0L);
        reports.saveDraft(
                open.transaction(),
                new ReportDraft(
                        head.id(),
                        former + 1,
                        inForce.content(),
                        Set.of(),
                        open.transaction().now(),
                        PersonRef.of(actor)));
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
