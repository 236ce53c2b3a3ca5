package org.huizhen.server.exchange;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.Locale;
import java.util.function.IntFunction;
import org.huizhen.server.reading.PrintedReport;

/** A report as a page of HTML for paper: heading, patient, words, both signatures, the code. Chinese, as hospitals file it. */
final class ReportPage {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String STYLE = """
            @page { size: A4; margin: 16mm 16mm 20mm 16mm;
              @bottom-left { content: "%s"; font: 8pt 'Report'; color: #333; }
              @bottom-right { content: "第 " counter(page) " 页 共 " counter(pages) " 页"; font: 8pt 'Report'; color: #333; } }
            body { font-family: 'Report'; font-size: 11pt; line-height: 1.55; color: #000; margin: 0; }
            h1 { font-size: 17pt; text-align: center; margin: 0; }
            h2 { font-size: 14pt; text-align: center; margin: 1mm 0 3mm 0; font-weight: normal; }
            table { width: 100%%; border-collapse: collapse; border-top: 1.2pt solid #000; border-bottom: 0.6pt solid #000; }
            td { padding: 1.2mm 1mm; vertical-align: top; width: 33%%; }
            .label { color: #444; }
            h3 { font-size: 11pt; margin: 5mm 0 1mm 0; page-break-after: avoid; }
            .words { white-space: pre-wrap; margin: 0; text-align: left; }
            .note { margin: 3mm 0 0 0; font-size: 9.5pt; color: #333; }
            .mark { float: right; margin-top: 3mm; border: 1pt solid #000; padding: 0 2mm; font-size: 10pt; }
            .end { page-break-inside: avoid; margin-top: 8mm; border-top: 0.6pt solid #000; padding-top: 2mm; }
            .end table { border: none; } .end td { width: 28%%; }
            .end td.sign { width: 72%%; line-height: 1.9; }
            .code { text-align: center; font-size: 7.5pt; line-height: 1.3; }
            .code img { width: 24mm; height: 24mm; }
            .glyph { height: 1em; width: 1em; vertical-align: -0.12em; }
            .watermark { position: fixed; top: 95mm; left: 0; width: 178mm; text-align: center; font-size: 54pt;
              color: #d9d9d9; transform: rotate(-30deg); z-index: -1; }
            .digest { font-size: 7pt; color: #555; }
            """;

    private final PrintedReport report;
    private final ZoneId zone;
    private final BitSet shown;
    private final IntFunction<String> rare;

    /** @param shown characters that the fonts have; the others are given to {@code rare} */
    ReportPage(PrintedReport report, ZoneId zone, BitSet shown, IntFunction<String> rare) {
        this.report = report;
        this.zone = zone;
        this.shown = shown;
        this.rare = rare;
    }

    /** @param qr a picture as data URI; @param code what it holds, for people to type */
    String html(String qr, String code) {
        StringBuilder page = new StringBuilder(8_000)
                .append("<!DOCTYPE html><html><head><meta charset=\"utf-8\"/><title>")
                .append(text(title()))
                .append("</title><style>")
                .append(STYLE.formatted(foot()))
                .append("</style></head><body>");
        watermark(page);
        page.append("<h1>").append(text(report.readingOrganization())).append("</h1>");
        page.append("<h2>").append(text(title())).append("</h2>");
        facts(page);
        if (report.status().equals("voided")) {
            section(page, "作废原因", report.voidReason());
        } else {
            if (report.mark() != null) {
                page.append("<div class=\"mark\">").append(text(report.mark())).append("</div>");
            }
            section(page, "临床信息", report.clinicalInfo());
            section(page, ecg() ? "心电图所见" : "检查所见", report.findings());
            section(page, "诊断意见", report.conclusion());
        }
        notes(page);
        end(page, qr, code);
        return page.append("</body></html>").toString();
    }

    private String title() {
        String kind = ecg() ? "心电图诊断报告" : "影像诊断报告";
        return report.status().equals("preliminary") ? kind + "（急诊临时报告）" : kind;
    }

    /** Name and accession number at the foot of each page, so that sheets can't be mixed up. Characters of the font only. */
    private String foot() {
        String name = report.patient().name() == null ? "" : report.patient().name();
        String plain = (name + "  " + orDash(report.examination().accessionNumber()))
                .codePoints()
                .filter(character -> character != '"' && character != '\\' && character >= ' ')
                .map(character -> shown.get(character) ? character : '〓')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return plain.replace("<", "").replace("&", "");
    }

    private void watermark(StringBuilder page) {
        String words = switch (report.status()) {
            case "preliminary" -> "临时报告 未审核";
            case "voided" -> "作 废";
            case "superseded" -> "已被更正";
            default -> null;
        };
        if (words != null) {
            page.append("<div class=\"watermark\">").append(words).append("</div>");
        }
    }

    private void facts(StringBuilder page) {
        PrintedReport.Patient patient = report.patient();
        PrintedReport.Examination examination = report.examination();
        String item = examination.item() != null
                ? examination.item()
                : examination.description() != null ? examination.description() : examination.modality();
        page.append("<table><tr>");
        cell(page, "姓名", patient.name());
        cell(page, "性别", sex(patient.sex()));
        cell(page, "年龄", age(patient.birthDate(), examination.at()));
        page.append("</tr><tr>");
        cell(page, "检查项目", item);
        cell(page, "检查号", examination.accessionNumber());
        cell(page, "检查时间", time(examination.at()));
        page.append("</tr><tr>");
        cell(page, "送检机构", report.organization());
        cell(page, "检查类型", examination.modality());
        cell(page, "报告版本", Integer.toString(report.number()));
        page.append("</tr></table>");
    }

    private void notes(StringBuilder page) {
        if (report.amendReason() != null) {
            note(page, "本报告为更正报告，更正原因：" + report.amendReason());
        }
        if (report.incompleteReason() != null) {
            note(page, "签发时图像未传全：" + report.incompleteReason());
        }
    }

    private void end(StringBuilder page, String qr, String code) {
        page.append("<div class=\"end\"><table><tr><td class=\"sign\">");
        signature(page, "报告医师", report.written());
        signature(page, "审核医师", report.reviewed());
        page.append("<div class=\"note\">本报告仅供临床参考，诊断与治疗由接诊医师决定。</div>")
                .append("</td><td class=\"code\"><img alt=\"\" src=\"")
                .append(qr)
                .append("\"/><br/>扫码验证真伪<br/>")
                .append(code)
                .append("</td></tr></table><div class=\"digest\">SHA-256 ")
                .append(report.digest())
                .append("</div></div>");
    }

    private void signature(StringBuilder page, String label, PrintedReport.Signature signature) {
        page.append("<div><span class=\"label\">").append(label).append("：</span>");
        if (signature == null) {
            page.append("尚未审核");
        } else {
            page.append(text(signature.name())).append("　").append(time(signature.at()));
        }
        page.append("</div>");
    }

    private void section(StringBuilder page, String heading, String words) {
        page.append("<h3>")
                .append(heading)
                .append("</h3><p class=\"words\">")
                .append(words == null || words.isBlank() ? "—" : text(words.strip()))
                .append("</p>");
    }

    private void note(StringBuilder page, String words) {
        page.append("<p class=\"note\">").append(text(words)).append("</p>");
    }

    private void cell(StringBuilder page, String label, String value) {
        page.append("<td><span class=\"label\">")
                .append(label)
                .append("：</span>")
                .append(text(orDash(value)))
                .append("</td>");
    }

    private boolean ecg() {
        return "ECG".equals(report.examination().modality());
    }

    private String time(Instant at) {
        return at == null ? "—" : MINUTE.format(at.atZone(zone));
    }

    private String age(LocalDate born, Instant at) {
        if (born == null || at == null) {
            return "—";
        }
        LocalDate day = at.atZone(zone).toLocalDate();
        Period lived = Period.between(born, day);
        if (lived.isNegative()) {
            return "—";
        }
        if (lived.getYears() >= 2) {
            return lived.getYears() + "岁";
        }
        long months = lived.toTotalMonths();
        return months >= 1 ? months + "月" : lived.getDays() + "天";
    }

    private static String sex(String sex) {
        return switch (sex == null ? "" : sex.toLowerCase(Locale.ROOT)) {
            case "male" -> "男";
            case "female" -> "女";
            case "other" -> "其他";
            default -> "未知";
        };
    }

    private static String orDash(String value) {
        return value == null || value.isBlank() ? "—" : value;
    }

    /** Escaped; characters beyond the fonts drawn. */
    private String text(String value) {
        StringBuilder html = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(character -> {
            switch (character) {
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '&' -> html.append("&amp;");
                case '"' -> html.append("&quot;");
                case '\n' -> html.append('\n');
                case '\t', '\r' -> html.append(' ');
                default -> {
                    if (shown.get(character)) {
                        html.appendCodePoint(character);
                    } else if (!Character.isISOControl(character)) {
                        html.append(rare.apply(character));
                    }
                }
            }
        });
        return html.toString();
    }
}
