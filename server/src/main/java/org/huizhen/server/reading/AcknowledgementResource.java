package org.huizhen.server.reading;

import static org.huizhen.server.access.Permission.REPORT_READ;
import static org.huizhen.server.reading.RequestBodies.person;

import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.ReportId;
import org.huizhen.server.http.Page;
import org.huizhen.server.http.Routes;

/** {@code /api/v1/report-acknowledgements} and the answer to one report. */
final class AcknowledgementResource {
    private final ReportAcknowledging acknowledging;

    AcknowledgementResource(ReportAcknowledging acknowledging) {
        this.acknowledging = acknowledging;
    }

    void register(Routes routes) {
        routes.get("/api/v1/report-acknowledgements", REPORT_READ, this::list);
        routes.post(
                "/api/v1/reports/{id}/acknowledge",
                REPORT_READ,
                (context, actor) -> context.json(Map.of(
                        "acknowledged",
                        acknowledging.acknowledge(person(actor), ReportId.parse(context.pathParam("id"))))));
    }

    private void list(Context context, Actor actor) {
        boolean open = !"all".equals(context.queryParam("status"));
        boolean mine = Boolean.parseBoolean(context.queryParam("mine"));
        Optional<ReportId> report =
                Optional.ofNullable(context.queryParam("reportId")).map(ReportId::parse);
        context.json(new Page<>(acknowledging.list(person(actor), open, mine, report), Optional.empty()));
    }
}
