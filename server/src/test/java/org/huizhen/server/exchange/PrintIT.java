package org.huizhen.server.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.huizhen.server.Eventually;
import org.huizhen.server.SettableClock;
import org.huizhen.server.TestApi;
import org.huizhen.server.TestApi.Answer;
import org.huizhen.server.TestApi.Download;
import org.huizhen.server.TestConsortium;
import org.huizhen.server.TestConsortium.Study;
import org.huizhen.server.TestServer;
import org.huizhen.server.access.Access;
import org.huizhen.server.access.Grants;
import org.huizhen.server.core.StudyId;
import org.huizhen.server.database.TestDatabase;
import org.huizhen.server.http.Json;
import org.huizhen.server.http.Routes;
import org.huizhen.server.reading.NoItems;
import org.huizhen.server.reading.ReadingFeature;
import org.huizhen.server.reading.TestReading;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reports as PDF and the page behind their code; skipped where the fonts of the web client are not installed. */
class PrintIT {
    private static final String URL = "https://center.example:8443";
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Path WEB = TestServer.projectFolder().resolve("web-client/dist");

    private static TestDatabase test;
    private static SettableClock clock;
    private static TestConsortium people;
    private static TestApi api;

    @BeforeAll
    static void start() {
        assumeTrue(
                new ReportFonts(WEB).present(), "the fonts of printed reports are not there: run npm ci in web-client");
        clock = new SettableClock(Instant.parse("2026-11-23T02:00:00Z"));
        test = TestDatabase.create(clock);
        people = new TestConsortium(test.database());
        Access access = new Access(clock, new Grants());
        ReadingFeature reading = TestReading.feature(
                test.database(), access, clock, new NoItems(), (handle, report) -> Optional.of("县HR"));
        test.database().run(transaction -> reading.setRule(transaction, people.clinic1, "CT", "A", "routine"));
        test.database().outbox().start();
        Routes routes = new Routes();
        new ExchangeFeature(test.database(), reading, WEB, ZONE, URL).routes(routes);
        reading.routes(routes);
        api = new TestApi(routes, access, people);
    }

    @AfterAll
    static void stop() {
        if (api != null) {
            api.close();
            test.close();
        }
    }

    @Test
    void printsHeadingPatientWordsBothSignaturesAndPages() throws IOException {
        String report = signed("王秀英", "双肺纹理清晰，未见实变影。\\n纵隔居中，<心影>不大。", "未见异常");
        Download pdf = api.download(people.physician1, "/api/v1/reports/" + report + ".pdf");
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.type()).isEqualTo("application/pdf");
        keep(pdf.body(), "report.pdf");
        assertThat(text(pdf.body()))
                .contains("县人民医院", "影像诊断报告", "王秀英", "女", "56岁")
                .contains("双肺纹理清晰", "<心影>不大", "未见异常", "县HR", "东乡卫生院")
                .contains("报告医师：Dr reader", "审核医师：Dr reviewer", "2026-11-23 10:00")
                .contains("第 1 页 共 1 页");
    }

    @Test
    void numbersThePagesOfALongReportAndRepeatsWhoseItIs() throws IOException {
        String report = signed("王秀英", "双肺散在结节，较前相仿。\\n".repeat(120), "双肺多发结节");
        byte[] pdf = api.download(people.physician1, "/api/v1/reports/" + report + ".pdf")
                .body();
        keep(pdf, "report-long.pdf");
        try (PDDocument document = Loader.loadPDF(pdf)) {
            int pages = document.getNumberOfPages();
            assertThat(pages).isGreaterThan(2);
            for (int page = 1; page <= pages; page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                assertThat(stripper.getText(document)).contains("第 " + page + " 页 共 " + pages + " 页", "王秀英");
            }
            assertThat(document.getPage(0).getMediaBox().getWidth()).isBetween(594f, 597f);
        }
    }

    @Test
    void showsRareCharactersOfNames() throws IOException {
        String report = signed("𠮷田㐂龘", "双肺清晰", "未见异常");
        byte[] pdf = api.download(people.physician1, "/api/v1/reports/" + report + ".pdf")
                .body();
        keep(pdf, "report-rare.pdf");
        String text = text(pdf);
        assertThat(text).contains("龘").doesNotContain("#");
        boolean drawn = pictures(pdf)
                > pictures(api.download(people.physician1, "/api/v1/reports/" + signed("王秀英", "双肺清晰", "未见异常") + ".pdf")
                        .body());
        assertThat(drawn || text.contains("〓(U+20BB7)"))
                .as("𠮷 is drawn or named")
                .isTrue();
    }

    @Test
    void leadsFromTheCodeOnThePaperToAPageWithoutFindings() throws Exception {
        String report = signed("王秀英", "右肺上叶结节", "右肺结节");
        byte[] pdf = api.download(people.physician1, "/api/v1/reports/" + report + ".pdf")
                .body();
        String address = scanned(pdf);
        assertThat(address).startsWith(URL + "/verify/");
        String code = address.substring(address.lastIndexOf('/') + 1);
        assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{20}");
        assertThat(text(pdf)).contains(VerificationCodes.grouped(code));

        Download page = api.download(null, "/verify/" + code);
        assertThat(page.status()).isEqualTo(200);
        String html = new String(page.body(), UTF_8);
        assertThat(html).contains("报告真实有效", "县人民医院", "王**").doesNotContain("王秀英", "结节", "东乡");
        JsonNode told = Json.mapper()
                .readTree(api.download(null, "/api/v1/verifications/" + code.toLowerCase(java.util.Locale.ROOT))
                        .body());
        assertThat(told.get("status").asText()).isEqualTo("final");
        assertThat(told.get("patient").asText()).isEqualTo("王**");
        assertThat(text(pdf)).contains(told.get("digest").asText());
        assertThat(told.properties()).hasSize(6);
        assertThat(api.download(null, "/verify/00000000000000000000").status()).isEqualTo(404);

        ok(api.post(people.reviewer, "/api/v1/reports/" + report + "/void", "{\"reason\": \"患者错误\"}"));
        assertThat(new String(api.download(null, "/verify/" + code).body(), UTF_8))
                .contains("报告已作废");
        byte[] voided = api.download(people.physician1, "/api/v1/reports/" + report + ".pdf")
                .body();
        keep(voided, "report-voided.pdf");
        assertThat(text(voided)).contains("作 废", "患者错误").doesNotContain("右肺结节");
    }

    @Test
    void marksAPreliminaryReportAsSuch() throws IOException {
        String request = filed("赵六");
        String one = "/api/v1/reading-requests/" + request;
        ok(api.post(people.reviewer, one + "/claim", null));
        ok(api.put(people.reviewer, one + "/report", draft("右侧气胸", "右侧气胸"), null));
        String report = ok(api.post(people.reviewer, one + "/preliminary", null))
                .get("reportId")
                .asText();
        byte[] pdf = api.download(people.physician1, "/api/v1/reports/" + report + ".pdf")
                .body();
        keep(pdf, "report-preliminary.pdf");
        assertThat(text(pdf)).contains("急诊临时报告", "审核医师：尚未审核").containsPattern("临时报告\\s");
    }

    @Test
    void printsSeveralAtOnceAndOnlyThoseThatMayBeSeen() throws IOException {
        String first = signed("王秀英", "双肺清晰", "未见异常");
        String second = signed("赵六", "双肺清晰", "未见异常");
        byte[] pdf = api.download(people.physician1, "/api/v1/reports.pdf?ids=" + first + "," + second)
                .body();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
        }
        assertThat(text(pdf)).contains("王秀英", "赵六").containsPattern("共 1 页[\\s\\S]*共 1 页");
        assertThat(api.download(people.physician2, "/api/v1/reports.pdf?ids=" + first)
                        .status())
                .isEqualTo(403);
        assertThat(api.download(people.physician2, "/api/v1/reports/" + first + ".pdf")
                        .status())
                .isEqualTo(403);
        assertThat(api.download(people.physician1, "/api/v1/reports.pdf").status())
                .isEqualTo(400);
        assertThat(ok(api.get(people.physician1, "/api/v1/reports/" + first))
                        .get("status")
                        .asText())
                .as("the plain address still answers JSON")
                .isEqualTo("final");
    }

    private static String scanned(byte[] pdf) throws Exception {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            BufferedImage image = new PDFRenderer(document).renderImageWithDPI(document.getNumberOfPages() - 1, 200);
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            RGBLuminanceSource source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);
            return new QRCodeReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(source)), Map.of(DecodeHintType.TRY_HARDER, true))
                    .getText();
        }
    }

    private static int pictures(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            int found = 0;
            for (var name : document.getPage(0).getResources().getXObjectNames()) {
                found += document.getPage(0).getResources().isImageXObject(name) ? 1 : 0;
            }
            return found;
        }
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFTextStripper stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            String text = stripper.getText(document);
            Matcher label = Pattern.compile("：\\s+").matcher(text);
            return label.replaceAll("：");
        }
    }

    /** For looking at. */
    private static void keep(byte[] pdf, String name) throws IOException {
        Path folder = TestServer.projectFolder().resolve("server/target/screens");
        Files.createDirectories(folder);
        Files.write(folder.resolve(name), pdf);
    }

    private static String filed(String name) {
        StudyId study = people.study(people.clinic1, people.patient(people.clinic1, name), Study.of(clock.instant()));
        String[] id = new String[1];
        Eventually.until("the request was filed", Duration.ofSeconds(5), () -> {
            JsonNode items = ok(api.get(people.reader, "/api/v1/reading-requests?studyId=" + study))
                    .get("items");
            id[0] = items.isEmpty() ? null : items.get(0).get("id").asText();
            return id[0] != null;
        });
        return id[0];
    }

    private static String signed(String name, String findings, String conclusion) {
        String one = "/api/v1/reading-requests/" + filed(name);
        ok(api.post(people.reader, one + "/claim", null));
        ok(api.put(people.reader, one + "/report", draft(findings, conclusion), null));
        ok(api.post(people.reader, one + "/write", null));
        ok(api.post(people.reviewer, one + "/claim", null));
        return ok(api.post(people.reviewer, one + "/review", "{\"decision\": \"approve\"}"))
                .get("reportId")
                .asText();
    }

    private static String draft(String findings, String conclusion) {
        return "{\"findings\": \"" + findings + "\", \"conclusion\": \"" + conclusion
                + "\", \"positive\": false, \"imageQuality\": \"A\", \"itemCode\": \"none\"}";
    }

    private static JsonNode ok(Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }
}
