package org.huizhen.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A script of {@code web-client/e2e} that drives headless Chromium against a running demo. */
final class BrowserScript {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Duration LIMIT = Duration.ofMinutes(6);

    private BrowserScript() {}

    /** Skips the test, with the reason, where Chromium, the script's libraries or the web client are missing. */
    static void assumePossible() {
        assumeTrue(Files.isExecutable(CHROMIUM), "chromium is not installed");
        assumeTrue(
                Files.isDirectory(client().resolve("node_modules/playwright-core")),
                "npm ci has not run in web-client");
        assumeTrue(Files.isRegularFile(client().resolve("dist/index.html")), "the web client is not built");
    }

    static void run(String script, DemoUnderTest demo, Path folder, Map<String, String> settings)
            throws IOException, InterruptedException {
        run(script, demo, folder, settings, LIMIT);
    }

    static void run(String script, DemoUnderTest demo, Path folder, Map<String, String> settings, Duration limit)
            throws IOException, InterruptedException {
        Path output = folder.resolve(script + ".out");
        ProcessBuilder command = new ProcessBuilder("node", "e2e/" + script)
                .directory(client().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        command.environment().putAll(settings);
        command.environment().put("HUIZHEN_URL", demo.url());
        command.environment().put("HUIZHEN_ACCOUNTS", demo.accounts().toString());
        command.environment()
                .put(
                        "HUIZHEN_SCREENS",
                        DemoUnderTest.projectFolder().resolve("target/screens").toString());
        Process browser = command.start();
        boolean ended = browser.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
        String told = Files.readString(output);
        System.out.println(told);
        assertThat(ended)
                .as("the browser ended in time; its last word:\n" + last(told))
                .isTrue();
        assertThat(browser.waitFor()).as(faults(told)).isZero();
    }

    /** The lines of a script that tell of something other than a step that went well. */
    private static String faults(String told) {
        return told.lines().filter(line -> !line.startsWith("ok  ")).collect(Collectors.joining("\n"));
    }

    private static String last(String told) {
        List<String> lines = told.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    static Path client() {
        return DemoUnderTest.projectFolder().resolve("web-client");
    }
}
