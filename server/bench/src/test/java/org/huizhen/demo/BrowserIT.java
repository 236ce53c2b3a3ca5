package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job as people do it, in headless Chromium: {@code web-client/e2e/main-job.mjs} against a demo of its own. */
final class BrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path STORESCU = Path.of("/usr/bin/storescu");

    @TempDir
    Path data;

    @Test
    void aStudyIsReadSignedAndOfferedInTheBrowser() throws IOException, InterruptedException {
        Path home = DemoUnderTest.projectFolder();
        Path client = home.resolve("web-client");
        assumeTrue(
                Boolean.getBoolean("huizhen.browser"),
                "run with -Dhuizhen.browser=true; the editor still loses what is typed while the draft reloads after a claim");
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        assumeTrue(Files.isExecutable(STORESCU), "dcmtk is not installed");
        assumeTrue(Files.isRegularFile(client.resolve("dist/index.html")), "the web client is not built");
        try (DemoUnderTest demo = DemoUnderTest.start(data.resolve("demo"))) {
            Sent sent = Sent.ct(data, "B-1", "Shangguan^Liulan=上官^浏览", LocalDate.of(1966, 3, 4), 8);
            List<String> send = List.of(
                    STORESCU.toString(),
                    "-aet",
                    "CLINIC1_CT",
                    "-aec",
                    "CLINIC1",
                    "+sd",
                    "127.0.0.1",
                    Integer.toString(demo.dicomPort()),
                    sent.folder().toString());
            Path output = data.resolve("browser.out");
            ProcessBuilder script = new ProcessBuilder("node", "e2e/main-job.mjs")
                    .directory(client.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            script.environment()
                    .putAll(Map.of(
                            "HUIZHEN_URL", demo.url(),
                            "HUIZHEN_ACCOUNTS", demo.accounts().toString(),
                            "HUIZHEN_SEND", Rest.JSON.writeValueAsString(send),
                            "HUIZHEN_PATIENT", "上官浏览",
                            "HUIZHEN_SCREENS", home.resolve("target/screens").toString()));
            Process browser = script.start();
            boolean ended = browser.waitFor(5, TimeUnit.MINUTES);
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
            String told = Files.readString(output);
            System.out.println(told);
            assertThat(ended).as("the browser ended in time:\n" + told).isTrue();
            assertThat(browser.waitFor()).as(told).isZero();
        }
    }
}
