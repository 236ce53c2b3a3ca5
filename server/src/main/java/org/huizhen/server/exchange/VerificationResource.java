package org.huizhen.server.exchange;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.database.Database;
import org.huizhen.server.http.Routes;
import org.huizhen.server.reading.PrintedReport;
import org.huizhen.server.reading.ReadingFeature;

/**
 * What anybody learns who holds a printed report: that it exists, whose it is as far as the name's first character, who
 * signed it when, whether it still stands. Nothing of what was found. The page works without scripts, on any telephone.
 */
final class VerificationResource {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    private record Verification(
            String status, int number, String organization, String patient, Instant signedAt, String digest) {}

    private final Database database;
    private final ReadingFeature reading;
    private final ZoneId zone;

    VerificationResource(Database database, ReadingFeature reading, ZoneId zone) {
        this.database = database;
        this.reading = reading;
        this.zone = zone;
    }

    void register(Routes routes) {
        routes.open(
                HandlerType.GET,
                "/api/v1/verifications/{code}",
                context -> context.json(find(context).orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND))));
        routes.open(HandlerType.GET, "/verify/{code}", this::page);
    }

    private Optional<Verification> find(Context context) {
        String code = context.pathParam("code");
        return database.read(handle -> VerificationCodes.find(handle, code))
                .flatMap(version -> reading.printed(version.report(), version.number()))
                .map(VerificationResource::told);
    }

    private static Verification told(PrintedReport report) {
        PrintedReport.Signature last = report.reviewed() == null ? report.written() : report.reviewed();
        return new Verification(
                report.status(),
                report.number(),
                report.readingOrganization(),
                masked(report.patient().name()),
                last.at(),
                report.digest());
    }

    /** 王** — the length of the name is not told. */
    private static String masked(String name) {
        return name == null || name.isBlank()
                ? "**"
                : Character.toString(name.strip().codePointAt(0)) + "**";
    }

    private void page(Context context) {
        Optional<Verification> found = find(context);
        String body = found.map(this::words).orElse("""
                <h1>未找到该报告</h1><p>No such report. 请核对验证码，或与出具报告的机构联系。</p>""");
        context.status(found.isPresent() ? 200 : 404);
        context.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        context.header("Cache-Control", "no-store");
        context.contentType("text/html; charset=utf-8");
        context.result("""
                <!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
                <title>报告验证 · Report verification</title></head><body>""" + body + "</body></html>");
    }

    private String words(Verification found) {
        String[] state = switch (found.status()) {
            case "final" -> new String[] {"✔ 报告真实有效", "Valid"};
            case "preliminary" -> new String[] {"⚠ 急诊临时报告，尚未审核", "Preliminary, not reviewed yet"};
            case "superseded" -> new String[] {"⚠ 报告已被更正，请索取新版本", "Superseded by a newer version"};
            default -> new String[] {"✘ 报告已作废", "Voided"};
        };
        return "<h1>" + state[0] + "</h1><p>" + state[1] + "</p><dl>"
                + row("出具机构 Organization", found.organization())
                + row("患者 Patient", found.patient())
                + row("签发时间 Signed", MINUTE.format(found.signedAt().atZone(zone)))
                + row("版本 Version", Integer.toString(found.number()))
                + row("SHA-256", found.digest())
                + "</dl><p>请与纸质报告上的 SHA-256 核对。 Compare the digest with that on the paper.</p>";
    }

    private static String row(String label, String value) {
        String escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<dt>" + label + "</dt><dd><strong>" + escaped + "</strong></dd>";
    }
}
