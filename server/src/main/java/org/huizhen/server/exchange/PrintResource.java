package org.huizhen.server.exchange;

import static org.huizhen.server.access.Permission.REPORT_READ;

import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.reading.PrintedReport;
import org.huizhen.server.reading.ReadingFeature;

/** {@code /api/v1/reports/{id}.pdf} and several at once. Registered before the routes of reports, whose ids it extends. */
final class PrintResource {
    private static final int MOST = 50;

    private final Database database;
    private final ReadingFeature reading;
    private final ReportPdf pdf;

    PrintResource(Database database, ReadingFeature reading, ReportPdf pdf) {
        this.database = database;
        this.reading = reading;
        this.pdf = pdf;
    }

    void register(Routes routes) {
        routes.get(
                "/api/v1/reports/{id}.pdf",
                REPORT_READ,
                (context, actor) -> answer(context, actor, List.of(ReportId.parse(context.pathParam("id")))));
        routes.get("/api/v1/reports.pdf", REPORT_READ, (context, actor) -> answer(context, actor, ids(context)));
    }

    private static List<ReportId> ids(Context context) {
        String text = context.queryParam("ids");
        List<ReportId> ids = text == null || text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(ReportId::parse)
                        .distinct()
                        .toList();
        if (ids.isEmpty() || ids.size() > MOST) {
            throw ApiException.invalid("ids", "range", "1–" + MOST);
        }
        return ids;
    }

    private void answer(Context context, Actor actor, List<ReportId> ids) {
        if (!(actor instanceof Actor.Person person)) {
            throw new ApiException(ErrorCode.NOT_ALLOWED);
        }
        List<byte[]> documents = new ArrayList<>();
        for (ReportId id : ids) {
            PrintedReport report = reading.print(person, id);
            String code = database.write(transaction -> VerificationCodes.of(transaction, id, report.number()));
            documents.add(pdf.render(report, code));
        }
        context.contentType("application/pdf");
        // The browser's own viewer is a plug-in to the policy.
        context.header(
                "Content-Security-Policy",
                "default-src 'none'; object-src 'self'; style-src 'unsafe-inline';" + " frame-ancestors 'none'");
        context.header(
                "Content-Disposition",
                "inline; filename=\"" + (ids.size() == 1 ? "report-" + ids.getFirst() : "reports") + ".pdf\"");
        context.result(ReportPdf.together(documents));
    }
}
