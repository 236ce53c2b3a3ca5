package org.huizhen.server.reading;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;

/** The second signature: approve, or send back. */
final class ReportReview {
    enum Decision {
        APPROVE("approve"),
        SEND_BACK("sendBack");

        private final String identifier;

        Decision(String identifier) {
            this.identifier = identifier;
        }

        @JsonValue
        String identifier() {
            return identifier;
        }
    }

    /**
     * @param incompleteReason needed only while instances are missing
     * @param content the text as the reviewer corrects it; null to sign what was written
     * @param confirm rules of safety that the reviewer goes past, with {@code confirmReason}
     */
    record Verdict(
            @JsonProperty(required = true) Decision decision,
            String comment,
            String incompleteReason,
            ReportContent content,
            List<String> confirm,
            String confirmReason) {
        SigningChecks.Confirmed confirmed() {
            return RequestBodies.confirmed(confirm, confirmReason);
        }
    }

    private final RequestDesk desk;
    private final Reports reports;
    private final ReportIssue issue;
    private final SecondPerson secondPerson;
    private final Duration lease;

    ReportReview(RequestDesk desk, Reports reports, ReportIssue issue, SecondPerson secondPerson, Duration lease) {
        this.desk = desk;
        this.reports = reports;
        this.issue = issue;
        this.secondPerson = secondPerson;
        this.lease = lease;
    }

    /** State, then the two-person rule, then the right, then the lease; {@code same-person} comes before any lease. */
    ReadingRequest review(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, Verdict verdict) {
        if (verdict.decision() == null) {
            throw ApiException.invalid("decision", "required", "approve | sendBack");
        }
        return desk.change(actor, id, ifMatch, Permission.READING_CLAIM, open -> {
            ReadingRequest request = open.request();
            RequestTransitions.require(request.state, RequestAction.APPROVE);
            secondPerson.require(open, actor);
            desk.require(open, Permission.READING_REVIEW);
            request.requireHeldBy(actor.userId());
            return switch (verdict.decision()) {
                case APPROVE -> approve(open, actor, verdict);
                case SEND_BACK -> sendBack(open, verdict);
            };
        });
    }

    private RequestEvent approve(RequestDesk.Case open, Actor.Person actor, Verdict verdict) {
        ReportContent written = reports.ofRequest(
                        open.transaction().handle(), open.request().id())
                .flatMap(head -> reports.draft(open.transaction().handle(), head.id()))
                .map(ReportDraft::content)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
        ReportContent content = verdict.content() == null ? written : verdict.content();
        content.requireBounds();
        content.requireWhole();
        boolean alone = secondPerson.wrote(open, actor.userId());
        issue.approved(
                open,
                actor,
                new ReportIssue.Signing(
                        content,
                        content.equals(written) ? null : written,
                        alone,
                        verdict.incompleteReason(),
                        verdict.confirmed()));
        open.request()
                .approve(
                        PersonRef.of(actor),
                        open.transaction().now(),
                        open.study().received());
        return RequestEvent.FINAL;
    }

    private RequestEvent sendBack(RequestDesk.Case open, Verdict verdict) {
        if (verdict.comment() == null || verdict.comment().isBlank()) {
            throw ApiException.invalid("comment", "required", "comment");
        }
        open.request().sendBack(verdict.comment(), open.transaction().now(), lease);
        return RequestEvent.SENT_BACK;
    }
}
