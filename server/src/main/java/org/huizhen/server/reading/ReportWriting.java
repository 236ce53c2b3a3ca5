package org.huizhen.server.reading;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.UserId;
import org.jdbi.v3.core.Handle;

/** The draft of a report, saved as it grows; a preliminary version in an emergency; the end of writing. */
final class ReportWriting {
    private final RequestDesk desk;
    private final Reports reports;
    private final ReportIssue issue;
    private final TurnaroundTargets targets;
    private final Duration lease;

    ReportWriting(RequestDesk desk, Reports reports, ReportIssue issue, TurnaroundTargets targets, Duration lease) {
        this.desk = desk;
        this.reports = reports;
        this.issue = issue;
        this.targets = targets;
        this.lease = lease;
    }

    /** The draft as it stands; version 0 and nothing in it before the first save. */
    ReportDraft draft(Handle handle, ReadingRequestId request) {
        return reports.ofRequest(handle, request)
                .flatMap(head -> reports.draft(handle, head.id()))
                .orElse(new ReportDraft(null, 0, ReportContent.EMPTY, Set.of(), null, null));
    }

    /**
     * Saves the draft and, since somebody is plainly at work, renews the lease.
     *
     * @param ifMatch the version of the draft that the writer saw
     */
    ReportDraft save(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, ReportContent content) {
        content.requireBounds();
        return desk.write(transaction -> {
            RequestDesk.Case open = desk.open(transaction, actor, id, Permission.READING_WRITE);
            ReadingRequest request = open.request();
            requireWriting(request, actor, RequestAction.SAVE_DRAFT);
            Reports.Head head =
                    reports.ofRequest(transaction.handle(), id).orElseGet(() -> reports.create(transaction, request));
            ReportDraft former = draft(transaction.handle(), id);
            RequestDesk.requireVersion(ifMatch, former.version());
            Set<UserId> contributors = new HashSet<>(former.contributors());
            if (contributors.add(actor.userId())) {
                desk.note(open, "report.saveDraft");
            }
            ReportDraft saved = new ReportDraft(
                    head.id(), former.version() + 1, content, contributors, transaction.now(), PersonRef.of(actor));
            reports.saveDraft(transaction, saved);
            Instant until = transaction.now().plus(lease);
            ReadingRequests.renew(transaction.handle(), id, until);
            return saved;
        });
    }

    /** The draft goes out at once as 急诊临时报告; the full report is still to be written and reviewed. */
    ReadingRequest preliminary(
            Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, SigningChecks.Confirmed confirmed) {
        return desk.change(actor, id, ifMatch, Permission.READING_REVIEW, open -> {
            requireWriting(open.request(), actor, RequestAction.ISSUE_PRELIMINARY);
            issue.preliminary(open, actor, whole(open), confirmed);
            open.request().preliminary(open.transaction().now(), targets.preliminaryReview());
            return RequestEvent.PRELIMINARY;
        });
    }

    /** Ready for review; the writer's lease ends. */
    ReadingRequest write(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch) {
        return desk.change(actor, id, ifMatch, Permission.READING_WRITE, open -> {
            requireWriting(open.request(), actor, RequestAction.WRITE);
            issue.requireItem(open, whole(open));
            open.request()
                    .write(
                            PersonRef.of(actor),
                            actor.organizationId(),
                            open.transaction().now());
            return RequestEvent.WRITTEN;
        });
    }

    private ReportContent whole(RequestDesk.Case open) {
        ReportContent content =
                draft(open.transaction().handle(), open.request().id()).content();
        content.requireWhole();
        return content;
    }

    /** A lapsed lease is told as such, not as a wrong state: the reader's next step is to claim again. */
    private static void requireWriting(ReadingRequest request, Actor.Person actor, RequestAction action) {
        if (request.lease == null
                && request.state.step().filter(LeasePurpose.WRITE::equals).isPresent()) {
            throw new ApiException(ErrorCode.NOT_CLAIMED);
        }
        RequestTransitions.require(request.state, action);
        request.requireHeldBy(actor.userId());
    }
}
