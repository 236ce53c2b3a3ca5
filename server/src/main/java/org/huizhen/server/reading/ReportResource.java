package org.huizhen.server.reading;

import static org.huizhen.server.access.Permission.READING_VOID;
import static org.huizhen.server.access.Permission.READING_WRITE;
import static org.huizhen.server.access.Permission.REPORT_READ;
import static org.huizhen.server.reading.RequestBodies.ifMatch;
import static org.huizhen.server.reading.RequestBodies.person;
import static org.huizhen.server.reading.RequestBodies.reason;

import io.javalin.http.Context;
import java.util.Optional;
import org.huizhen.server.core.ReadingRequestId;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;

/** {@code /api/v1/reports}. */
final class ReportResource {
    private static final String ONE = "/api/v1/reports/{id}";

    private final ReportReading reading;
    private final ReportCorrection correction;
    private final ReadingRequestResource requests;

    ReportResource(ReportReading reading, ReportCorrection correction, ReadingRequestResource requests) {
        this.reading = reading;
        this.correction = correction;
        this.requests = requests;
    }

    void register(Routes routes) {
        routes.get(ONE, REPORT_READ, (context, actor) -> {
            ReportView report = reading.open(person(actor), id(context));
            context.header("ETag", "\"" + report.version() + "\"");
            context.json(report);
        });
        routes.get(
                ONE + "/versions",
                REPORT_READ,
                (context, actor) ->
                        context.json(new Page<>(reading.versions(person(actor), id(context)), Optional.empty())));
        routes.post(
                ONE + "/amend",
                READING_WRITE,
                (context, actor) -> requests.answer(
                        context,
                        actor,
                        correction.amend(person(actor), id(context), ifMatch(context), reason(context))));
        routes.post(
                ONE + "/withdraw-amendment",
                READING_WRITE,
                (context, actor) -> requests.answer(
                        context,
                        actor,
                        correction.withdrawAmendment(person(actor), id(context), ifMatch(context), reason(context))));
        routes.post(
                "/api/v1/reading-requests/{id}/late-images",
                READING_WRITE,
                (context, actor) -> requests.answer(
                        context,
                        actor,
                        correction.lateImages(
                                person(actor),
                                ReadingRequestId.parse(context.pathParam("id")),
                                ifMatch(context),
                                RequestBodies.lateImages(context))));
        routes.post(
                ONE + "/void",
                READING_VOID,
                (context, actor) -> requests.answer(
                        context,
                        actor,
                        correction.voidReport(person(actor), id(context), ifMatch(context), reason(context))));
    }

    private static ReportId id(Context context) {
        return ReportId.parse(context.pathParam("id"));
    }
}
