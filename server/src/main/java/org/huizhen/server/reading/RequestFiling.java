package org.huizhen.server.reading;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Permission;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.Purpose;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/** Requests come to be by rule or by hand, are submitted, returned, mended and withdrawn; their clock starts here. */
final class RequestFiling {
    private static final Actor RULE = new Actor.Server("reading-rule");

    private final Database database;
    private final Access access;
    private final RequestDesk desk;
    private final TurnaroundTargets targets;
    private final WasteStudies waste;

    RequestFiling(Database database, Access access, RequestDesk desk, TurnaroundTargets targets, WasteStudies waste) {
        this.waste = waste;
        this.database = database;
        this.access = access;
        this.desk = desk;
        this.targets = targets;
    }

    /**
     * @param purpose what the order says, or what the priority means, where it is not named
     * @param draft left for the clinic to submit
     */
    record Filing(StudyId study, Priority priority, Optional<Purpose> purpose, String clinicalInfo, boolean draft) {}

    /** By hand. @throws ApiException {@code conflict} when the study has an open or final request already */
    ReadingRequest file(Actor.Person actor, Filing filing) {
        return database.write(transaction -> {
            StudyFacts study = Studies.get(transaction.handle(), filing.study());
            access.require(transaction.handle(), actor, Permission.READING_REQUEST, study.subject());
            requireNone(transaction, study);
            if (study.rejected()) {
                throw new ApiException(
                        ErrorCode.WRONG_STATE,
                        Map.of("state", study.state(), "allowed", java.util.List.of("complete")));
            }
            ReadingMode mode = ReadingRules.find(transaction.handle(), study.organization(), study.modality())
                    .map(ReadingRules.Rule::mode)
                    .orElse(ReadingMode.A);
            ReadingRequest request = prepare(transaction, study, mode, actor.userId());
            request.priority = filing.priority();
            request.purpose = filing.purpose().orElse(filing.priority().usualPurpose());
            request.clinicalInfo = filing.clinicalInfo();
            if (filing.purpose().isEmpty()) {
                OrderFacts.of(transaction.handle(), study.id()).ifPresent(order -> order.applyTo(request));
            }
            insert(new RequestDesk.Case(transaction, request, study, actor), filing.draft());
            return request;
        });
    }

    ReadingRequest submit(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch) {
        return desk.change(actor, id, ifMatch, Permission.READING_REQUEST, open -> {
            open.request().move(RequestAction.SUBMIT);
            startClock(open);
            return RequestEvent.SUBMITTED;
        });
    }

    /** The clinic has mended what was asked; the clock starts anew. */
    ReadingRequest resubmit(
            Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, Optional<String> clinicalInfo) {
        return desk.change(actor, id, ifMatch, Permission.READING_REQUEST, open -> {
            open.request().move(RequestAction.RESUBMIT);
            clinicalInfo.ifPresent(text -> open.request().clinicalInfo = text);
            waste.restore(open.transaction(), actor, open.study().id(), "resubmitted");
            startClock(open);
            return RequestEvent.RESUBMITTED;
        });
    }

    ReadingRequest sendToClinic(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, String reason) {
        return desk.change(actor, id, ifMatch, Permission.READING_WRITE, open -> {
            RequestTransitions.require(open.request().state, RequestAction.RETURN);
            if (open.request().lease != null) {
                open.request().requireHeldBy(actor.userId());
            }
            if (QualityFigures.noteWaste(
                    open.transaction(), open.request(), actor.userId().value(), reason)) {
                waste.reject(open.transaction(), actor, open.study().id(), reason);
            }
            open.request().sendToClinic(reason);
            return RequestEvent.RETURNED;
        });
    }

    ReadingRequest cancel(Actor.Person actor, ReadingRequestId id, OptionalLong ifMatch, String reason) {
        return desk.change(actor, id, ifMatch, Permission.READING_REQUEST, open -> {
            open.request().cancel(reason);
            return RequestEvent.CANCELLED;
        });
    }

    /** Files what the rules ask for, and follows the study as it grows. Idempotent. */
    void onStudy(Transaction transaction, Event event) {
        StudyFacts study = Studies.find(transaction.handle(), new StudyId(event.aggregateId()))
                .orElse(null);
        if (study == null) {
            return;
        }
        var requests = ReadingRequests.ofStudy(transaction.handle(), study.id());
        if (requests.isEmpty()) {
            fileByRule(transaction, study);
            return;
        }
        ReadingRequests.lock(transaction, requests.getLast()).ifPresent(request -> {
            RequestDesk.Case open = new RequestDesk.Case(transaction, request, study, RULE);
            if (lateImages(open)) {
                request.lateAt = transaction.now();
                desk.close(open, RequestEvent.REOPENED);
            } else if (follow(open)) {
                desk.close(open, RequestEvent.UPDATED);
            }
        });
    }

    /** An order that came after its study: what a rule has filed takes over what it says. Idempotent. */
    void onOrder(Transaction transaction, Event event) {
        for (StudyId id : OrderFacts.studiesOf(transaction.handle(), event.aggregateId())) {
            StudyFacts study = Studies.get(transaction.handle(), id);
            OrderFacts order = OrderFacts.of(transaction.handle(), id).orElse(null);
            for (ReadingRequestId request : ReadingRequests.ofStudy(transaction.handle(), id)) {
                ReadingRequests.lock(transaction, request)
                        .filter(found -> order != null && found.origin.filedBy() == null)
                        .filter(found -> found.due().isPresent() && order.changes(found))
                        .ifPresent(found -> {
                            RequestDesk.Case open = new RequestDesk.Case(transaction, found, study, RULE);
                            order.applyTo(found);
                            found.dueAt = targets.due(
                                    found,
                                    found.clockStarted && found.submittedAt != null
                                            ? found.submittedAt
                                            : found.origin.arrivedAt());
                            desk.close(open, RequestEvent.UPDATED);
                        });
            }
        }
    }

    /** More than the signature covers: the case comes back until a reader has looked at them. */
    private static boolean lateImages(RequestDesk.Case open) {
        ReadingRequest request = open.request();
        return request.state == RequestState.FINAL
                && request.lateAt == null
                && request.signedInstances != null
                && open.study().received() > request.signedInstances;
    }

    private void fileByRule(Transaction transaction, StudyFacts study) {
        ReadingRules.find(transaction.handle(), study.organization(), study.modality())
                .filter(ReadingRules.Rule::files)
                .ifPresent(rule -> {
                    ReadingRequest request = prepare(transaction, study, rule.mode(), null);
                    request.priority = rule.priority();
                    request.purpose = rule.purpose();
                    request.clinicalInfo = "";
                    OrderFacts.of(transaction.handle(), study.id()).ifPresent(order -> order.applyTo(request));
                    insert(new RequestDesk.Case(transaction, request, study, RULE), false);
                });
    }

    /** Takes over what a growing study tells; true when something changed. */
    private boolean follow(RequestDesk.Case open) {
        ReadingRequest request = open.request();
        StudyFacts study = open.study();
        if (request.due().isEmpty() && request.state != RequestState.DRAFT && request.state != RequestState.RETURNED) {
            return false;
        }
        boolean sameKind = study.modality().equals(request.modality)
                && java.util.Objects.equals(study.bodyPart(), request.bodyPart);
        boolean starts = !request.clockStarted
                && request.submittedAt != null
                && !study.state().equals("arriving");
        if (sameKind && !starts) {
            return false;
        }
        request.modality = study.modality();
        request.bodyPart = study.bodyPart();
        if (!request.clockStarted) {
            startClock(open);
        }
        return true;
    }

    private ReadingRequest prepare(Transaction transaction, StudyFacts study, ReadingMode mode, UserId filedBy) {
        ReadingRequest request = new ReadingRequest(new ReadingRequest.Origin(
                ReadingRequestId.next(),
                study.organization(),
                study.id(),
                mode,
                filedBy,
                transaction.now(),
                study.receivedAt() == null ? transaction.now() : study.receivedAt()));
        request.state = RequestState.DRAFT;
        request.modality = study.modality();
        request.bodyPart = study.bodyPart();
        return request;
    }

    private void insert(RequestDesk.Case open, boolean draft) {
        ReadingRequest request = open.request();
        if (draft) {
            request.dueAt = targets.due(request, request.origin.arrivedAt());
        } else {
            request.move(RequestAction.SUBMIT);
            startClock(open);
        }
        ReadingRequests.insert(open.transaction().handle(), request);
        desk.record(open, draft ? RequestEvent.FILED : RequestEvent.SUBMITTED);
    }

    /** The clock starts when the study is complete and the request submitted; before that an estimate from arrival. */
    private void startClock(RequestDesk.Case open) {
        ReadingRequest request = open.request();
        Instant now = open.transaction().now();
        if (request.state == RequestState.SUBMITTED) {
            request.submittedAt = now;
        }
        boolean complete = !open.study().state().equals("arriving");
        request.clockStarted = complete && request.submittedAt != null;
        Instant estimate = targets.due(request, request.origin.arrivedAt());
        boolean stale = request.submittedAt != null && estimate.isBefore(now);
        request.missedLevel = 0;
        request.dueAt = request.clockStarted || stale ? targets.due(request, now) : estimate;
    }

    private static void requireNone(Transaction transaction, StudyFacts study) {
        var newest = ReadingRequests.newestOf(transaction.handle(), java.util.List.of(study.id()));
        if (newest.stream()
                .anyMatch(request -> request.state != RequestState.CANCELLED && request.state != RequestState.VOIDED)) {
            throw new ApiException(ErrorCode.CONFLICT);
        }
    }
}
