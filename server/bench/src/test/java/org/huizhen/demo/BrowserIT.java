package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code web-client/e2e} in headless Chromium against a demo of their own, the main job first. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path STORESCU = Path.of("/usr/bin/storescu");

    @TempDir
    static Path data;

    private static DemoUnderTest demo;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path client = client();
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        assumeTrue(Files.isExecutable(STORESCU), "dcmtk is not installed");
        assumeTrue(onPath("node"), "Node.js is not installed");
        assumeTrue(
                Files.isDirectory(client.resolve("node_modules/playwright-core")), "npm ci has not run in web-client");
        assumeTrue(Files.isRegularFile(client.resolve("dist/index.html")), "the web client is not built");
        demo = DemoUnderTest.start(data.resolve("demo"));
    }

    @AfterAll
    static void stop() {
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    @Order(1)
    void aStudyIsReadSignedAndRecognizedInTheBrowser() throws IOException, InterruptedException {
        Sent sent = Sent.ct(data, "B-1", "Shangguan^Liulan=上官^浏览", LocalDate.of(1966, 3, 4), 8);
        run(
                "main-job",
                Map.of("HUIZHEN_SEND", Rest.JSON.writeValueAsString(storescu(sent)), "HUIZHEN_PATIENT", "上官浏览"));
    }

    @Test
    @Order(2)
    void theViewersToolsWorkByMouseAndKeyboard() throws IOException, InterruptedException {
        LocalDate birth = LocalDate.of(1958, 11, 2);
        List<List<String>> send = List.of(
                storescu(Sent.ct(data, "B-3", "Zhuge^Duizhao=诸葛^对照", birth, 8)),
                storescu(Sent.ct(data, "B-3", "Zhuge^Duizhao=诸葛^对照", birth, 16)));
        run("viewer", Map.of("HUIZHEN_SEND", Rest.JSON.writeValueAsString(send), "HUIZHEN_PATIENT", "诸葛对照"));
    }

    @Test
    @Order(3)
    void everyPageFitsBothScreensInBothLanguagesAndIsAccessible() throws IOException, InterruptedException {
        Sent dropped = Sent.ct(data, "B-2", "Ouyang^Tuo=欧阳^拖", LocalDate.of(1971, 8, 9), 8);
        run(
                "pages",
                Map.of(
                        "HUIZHEN_GATEWAY",
                        demo.statusUrl(),
                        "HUIZHEN_STUDY",
                        dropped.folder().toString()));
    }

    /** Five of the demo's image cases as a rule; {@code -Dhuizhen.cases=50} reads as many, a morning of work. */
    @Test
    @Order(4)
    void aReaderReadsTheDemosImageCasesInARowWithTheKeyboardOnly() throws IOException, InterruptedException {
        run("reading", Map.of("HUIZHEN_CASES", System.getProperty("huizhen.cases", "5")));
    }

    @Test
    @Order(5)
    void whatSafetyAsksIsSaidOnTheScreen() throws IOException, InterruptedException {
        Path dcmodify = Path.of("/usr/bin/dcmodify");
        assumeTrue(Files.isExecutable(dcmodify), "dcmtk is not installed");
        Sent lossy = Sent.ct(data, "B-4", "Sima^Yasuo=司马^压缩", LocalDate.of(1969, 5, 6), 1);
        List<String> mark = new ArrayList<>(List.of(dcmodify.toString(), "-nb", "-i", "0028,2110=01"));
        try (var files = Files.list(lossy.folder())) {
            files.map(Path::toString).forEach(mark::add);
        }
        assertThat(new ProcessBuilder(mark).inheritIO().start().waitFor()).isZero();
        run("safety", Map.of("HUIZHEN_SEND", Rest.JSON.writeValueAsString(storescu(lossy)), "HUIZHEN_PATIENT", "司马压缩"));
    }

    @Test
    @Order(6)
    void anEcgIsDrawnMeasuredAndPrintedTrueToScale() throws IOException, InterruptedException {
        Path rasterizer = Path.of("/usr/bin/pdftoppm");
        // without it the paper is not measured, the screen is
        run("ecg", Files.isExecutable(rasterizer) ? Map.of("HUIZHEN_PDFTOPPM", rasterizer.toString()) : Map.of());
    }

    @Test
    @Order(7)
    void anEcgOnTheBoardOfARoomMovesOnBothSides() throws IOException, InterruptedException {
        run("room-ecg", Map.of());
    }

    @Test
    @Order(8)
    void everyImageOfTheCorpusIsShownOrSaidWhyNot() throws IOException, InterruptedException {
        run("syntaxes", Map.of("HUIZHEN_CORPUS", corpus().toString()), 25);
    }

    /** Of the corpus only what went wrong there: images of one bit, and windows whose function is named. */
    @Test
    @Order(9)
    void aGraphicsCardShowsSegmentationsAndNamedWindows() throws IOException, InterruptedException {
        run(
                "syntaxes",
                Map.of(
                        "HUIZHEN_CORPUS",
                        corpus().toString(),
                        "HUIZHEN_RENDERING",
                        "webgl",
                        "HUIZHEN_ONLY",
                        "seg_image,label.seg,seg.dcm,liver,parametric_map,VOI LUT"),
                10);
    }

    /** Last, since a reader belongs to another department from then on. */
    @Test
    @Order(10)
    void aDepartmentIsMadeGivenAMemberAndRung() throws IOException, InterruptedException {
        run("department", Map.of());
    }

    private static Path corpus() {
        String named = System.getProperty("HUIZHEN_CORPUS", System.getenv("HUIZHEN_CORPUS"));
        Path corpus = named != null
                ? Path.of(named)
                : DemoUnderTest.projectFolder().resolveSibling("shared").resolve("corpus");
        assumeTrue(Files.isRegularFile(corpus.resolve("INDEX.tsv")), "there is no corpus at " + corpus);
        return corpus;
    }

    private static List<String> storescu(Sent sent) {
        return List.of(
                STORESCU.toString(),
                "-aet",
                "CLINIC1_CT",
                "-aec",
                "CLINIC1",
                "+sd",
                "127.0.0.1",
                Integer.toString(demo.dicomPort()),
                sent.folder().toString());
    }

    private static void run(String name, Map<String, String> settings) throws IOException, InterruptedException {
        run(name, settings, 10);
    }

    private static void run(String name, Map<String, String> settings, int minutes)
            throws IOException, InterruptedException {
        Path output = data.resolve(name + ".out");
        ProcessBuilder script = new ProcessBuilder("node", "e2e/" + name + ".mjs")
                .directory(client().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("HUIZHEN_URL", demo.url());
        environment.put("HUIZHEN_ACCOUNTS", demo.accounts().toString());
        environment.put(
                "HUIZHEN_SCREENS",
                DemoUnderTest.projectFolder().resolve("target/screens").toString());
        script.environment().putAll(environment);
        Process browser = script.start();
        boolean ended = browser.waitFor(minutes, TimeUnit.MINUTES);
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
        String told = Files.readString(output);
        System.out.println(told);
        assertThat(ended).as("the browser ended in time:\n" + told).isTrue();
        assertThat(browser.waitFor()).as(told).isZero();
    }

    private static Path client() {
        return DemoUnderTest.projectFolder().resolve("web-client");
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
