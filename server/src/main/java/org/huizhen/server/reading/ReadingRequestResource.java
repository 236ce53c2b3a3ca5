package org.huizhen.server.reading;

import static org.huizhen.server.access.Permission.*;
import static org.huizhen.server.reading.RequestBodies.ifMatch;
import static org.huizhen.server.reading.RequestBodies.person;
import static org.huizhen.server.reading.RequestBodies.reason;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;
import org.jdbi.v3.core.Handle;

/** {@code /api/v1/reading-requests}. */
final class ReadingRequestResource {
    private static final String ROOT = "/api/v1/reading-requests";
    private static final String ONE = ROOT + "/{id}";

    /** What changes requests. */
    record Operations(
            RequestFiling filing, Leases leases, ReportWriting writing, ReportReview review, SigningChecks checks) {}

    private final Database database;
    private final Access access;
    private final Clock clock;
    private final Operations operations;
    private final Reports reports;
    private final ItemChoice items;

    ReadingRequestResource(
            Database database, Access access, Clock clock, Operations operations, Reports reports, ItemChoice items) {
        this.database = database;
        this.access = access;
        this.clock = clock;
        this.operations = operations;
        this.reports = reports;
        this.items = items;
    }

    void register(Routes routes) {
        RequestFiling filing = operations.filing();
        Leases leases = operations.leases();
        ReportWriting writing = operations.writing();
        ReportReview review = operations.review();
        routes.get(ROOT, READING_LIST, this::list);
        routes.get(ROOT + "/counts", READING_LIST, this::counts);
        routes.get(ONE, READING_LIST, this::one);
        routes.post(ROOT, READING_REQUEST, this::file);
        routes.post(
                ONE + "/submit",
                READING_REQUEST,
                (context, actor) ->
                        answer(context, actor, filing.submit(person(actor), id(context), ifMatch(context))));
        routes.post(ONE + "/resubmit", READING_REQUEST, (context, actor) -> {
            Optional<String> info =
                    Optional.ofNullable(RequestBodies.resubmission(context).clinicalInfo());
            answer(context, actor, filing.resubmit(person(actor), id(context), ifMatch(context), info));
        });
        routes.post(
                ONE + "/return",
                READING_WRITE,
                (context, actor) -> answer(
                        context,
                        actor,
                        filing.sendToClinic(person(actor), id(context), ifMatch(context), reason(context))));
        routes.post(
                ONE + "/cancel",
                READING_REQUEST,
                (context, actor) -> answer(
                        context, actor, filing.cancel(person(actor), id(context), ifMatch(context), reason(context))));
        routes.post(
                ONE + "/claim",
                READING_CLAIM,
                (context, actor) -> answer(context, actor, leases.claim(person(actor), id(context), ifMatch(context))));
        routes.post(
                ONE + "/renew",
                READING_CLAIM,
                (context, actor) -> answer(context, actor, leases.renew(person(actor), id(context))));
        routes.post(
                ONE + "/release",
                READING_CLAIM,
                (context, actor) ->
                        answer(context, actor, leases.release(person(actor), id(context), ifMatch(context))));
        routes.post(
                ONE + "/take-over",
                READING_CLAIM,
                (context, actor) -> answer(
                        context,
                        actor,
                        leases.takeOver(person(actor), id(context), ifMatch(context), reason(context))));
        routes.get(ONE + "/report", READING_CLAIM, this::draft);
        routes.put(ONE + "/report", READING_CLAIM, this::saveDraft);
        routes.get(ONE + "/report/checks", READING_CLAIM, this::checks);
        routes.post(
                ONE + "/preliminary",
                READING_REVIEW,
                (context, actor) -> answer(
                        context,
                        actor,
                        writing.preliminary(
                                person(actor), id(context), ifMatch(context), RequestBodies.confirmed(context))));
        routes.post(
                ONE + "/write",
                READING_WRITE,
                (context, actor) ->
                        answer(context, actor, writing.write(person(actor), id(context), ifMatch(context))));
        // The right to review is asked after the two-person rule, so that a writer hears why.
        routes.post(
                ONE + "/review",
                READING_CLAIM,
                (context, actor) -> answer(
                        context,
                        actor,
                        review.review(person(actor), id(context), ifMatch(context), RequestBodies.verdict(context))));
    }

    private void list(Context context, Actor actor) {
        Actor.Person person = person(actor);
        int limit = Page.limit(context);
        Worklist.Filter filter = RequestQuery.filter(context);
        Optional<Worklist.Position> after = RequestQuery.position(context);
        Instant now = clock.instant();
        context.json(database.read(handle -> {
            Scope scope = access.scope(handle, person, READING_LIST);
            List<ReadingRequest> rows = Worklist.page(handle, scope, person.userId(), filter, after, limit, now);
            Page<ReadingRequest> page = Page.of(
                    rows, limit, row -> List.of(row.dueAt.toString(), row.id().toString()));
            return views(handle, person, page, now);
        }));
    }

    private Page<RequestView> views(Handle handle, Actor.Person viewer, Page<ReadingRequest> page, Instant now) {
        Map<StudyId, StudyFacts> studies = Studies.all(
                handle, page.items().stream().map(row -> row.origin.study()).toList());
        Map<ReadingRequestId, Reports.Head> heads = reports.ofRequests(
                handle, page.items().stream().map(ReadingRequest::id).toList());
        boolean inside = inside(viewer);
        return page.map(request -> {
            request.expireLease(now);
            StudyFacts study = studies.get(request.origin.study());
            return RequestView.of(request, study, heads.get(request.id()), List.of(), inside, now);
        });
    }

    private void counts(Context context, Actor actor) {
        Actor.Person person = person(actor);
        context.json(database.read(handle ->
                Worklist.counts(handle, access.scope(handle, person, READING_LIST), person.userId(), clock.instant())));
    }

    private void one(Context context, Actor actor) {
        ReadingRequest request = database.read(handle -> {
            ReadingRequest found =
                    ReadingRequests.find(handle, id(context)).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(
                    handle,
                    actor,
                    READING_LIST,
                    Studies.get(handle, found.origin.study()).subject());
            return found;
        });
        answer(context, actor, request);
    }

    private void file(Context context, Actor actor) {
        ReadingRequest request = operations.filing().file(person(actor), RequestBodies.filing(context));
        context.status(201).header("Location", ROOT + "/" + request.id());
        answer(context, actor, request);
    }

    private void draft(Context context, Actor actor) {
        answer(context, database.read(handle -> {
            ReadingRequest request =
                    ReadingRequests.find(handle, id(context)).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
            access.require(
                    handle,
                    actor,
                    READING_CLAIM,
                    Studies.get(handle, request.origin.study()).subject());
            return operations.writing().draft(handle, request.id());
        }));
    }

    /** What the draft would be refused for if it were signed now. */
    private void checks(Context context, Actor actor) {
        context.json(new Page<>(
                database.read(handle -> {
                    ReadingRequest request = ReadingRequests.find(handle, id(context))
                            .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND));
                    StudyFacts study = Studies.get(handle, request.origin.study());
                    access.require(handle, actor, READING_CLAIM, study.subject());
                    return operations
                            .checks()
                            .warnings(
                                    handle,
                                    study,
                                    operations
                                            .writing()
                                            .draft(handle, request.id())
                                            .content(),
                                    actor.locale());
                }),
                Optional.empty()));
    }

    private void saveDraft(Context context, Actor actor) {
        ReportContent content = context.bodyAsClass(ReportContent.class);
        answer(context, operations.writing().save(person(actor), id(context), ifMatch(context), content));
    }

    private record DraftView(
            String findings,
            String conclusion,
            Boolean positive,
            ImageQuality imageQuality,
            String itemCode,
            List<ReportContent.Measurement> measurements,
            String qualityReason,
            long version,
            Instant savedAt,
            PersonRef savedBy) {}

    private static void answer(Context context, ReportDraft draft) {
        ReportContent content = draft.content();
        context.header("ETag", "\"" + draft.version() + "\"");
        context.json(new DraftView(
                content.findings(),
                content.conclusion(),
                content.positive(),
                content.imageQuality(),
                content.itemCode(),
                content.measurements().isEmpty() ? null : content.measurements(),
                content.qualityReason(),
                draft.version(),
                draft.savedAt(),
                draft.savedBy()));
    }

    /** The request as it is after the change. */
    void answer(Context context, Actor actor, ReadingRequest request) {
        Instant now = clock.instant();
        request.expireLease(now);
        RequestView view = database.read(handle -> {
            StudyFacts study = Studies.get(handle, request.origin.study());
            Reports.Head head = reports.ofRequest(handle, request.id()).orElse(null);
            return RequestView.of(request, study, head, items.choices(study), inside(person(actor)), now);
        });
        context.header("ETag", "\"" + request.version + "\"");
        context.json(view);
    }

    private static boolean inside(Actor.Person viewer) {
        return Access.permissions(viewer.roles()).containsKey(READING_CLAIM);
    }

    private static ReadingRequestId id(Context context) {
        return ReadingRequestId.parse(context.pathParam("id"));
    }
}
