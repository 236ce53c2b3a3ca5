package org.huizhen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.huizhen.demo.Program;
import org.huizhen.demo.Rest;

/** The scripts in {@code web-client/e2e} that measure in headless Chromium: they print what they measured, a line of JSON each. */
final class ChromiumScript {
    private ChromiumScript() {}

    /** What is not installed; empty when all is there. */
    static Optional<String> missing() {
        if (!Files.isExecutable(Path.of("/usr/bin/chromium"))) {
            return Optional.of("/usr/bin/chromium");
        }
        return Files.isDirectory(client().resolve("node_modules/playwright-core"))
                ? Optional.empty()
                : Optional.of("node_modules in web-client: run npm ci there");
    }

    private static Path client() {
        return Program.findHome().resolve("web-client");
    }

    /**
     * Runs one to its end, on the center's pages.
     *
     * @param accounts who may sign in, as {@code browser.mjs} reads them
     * @param measured is given each line of JSON
     * @throws IOException when the script failed; it has said why
     */
    static void run(
            Report report,
            String name,
            Center center,
            Path accounts,
            Map<String, String> settings,
            Consumer<JsonNode> measured)
            throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("node", "e2e/" + name)
                .directory(client().toFile())
                .redirectErrorStream(true);
        script.environment().put("HUIZHEN_URL", center.url());
        script.environment().put("HUIZHEN_ACCOUNTS", accounts.toString());
        script.environment()
                .put("HUIZHEN_SCREENS", accounts.resolveSibling("screens").toString());
        script.environment().putAll(settings);
        report.command("browser", script.command());
        Process browser = script.start();
        try (BufferedReader told = browser.inputReader()) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                System.out.println(line);
                if (line.startsWith("{")) {
                    measured.accept(Rest.JSON.readTree(line));
                }
            }
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        if (browser.waitFor() != 0) {
            throw new IOException("the browser's script failed");
        }
    }

    /** What stands in for a Kurento in tests. */
    static Spawned standIn(int port, Path log) throws IOException {
        return Spawned.start(
                List.of("node", client().resolve("e2e/kurento-peer.mjs").toString(), "--port", Integer.toString(port)),
                Map.of(),
                log);
    }
}
