package org.huizhen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.huizhen.demo.Program;
import org.huizhen.demo.Rest;
import org.huizhen.synthetic.Examination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon a reader sees the first image of a case, and how fast cached images scroll, in headless Chromium. */
@Command(
        name = "first-view",
        mixinStandardHelpOptions = true,
        description =
                "Click on a case to its first image, then scrolling; limit: the browser with the same frames alone.")
final class FirstViewBench implements Callable<Integer> {
    private static final String OURS = "huizhen";
    private static final String LIMIT = "limit: browser alone";
    private static final String FIRST = "first image, s";
    private static final String WHOLE = "whole study in the cache, s";
    private static final String IMAGES = "scrolling, images/s";
    private static final int PER_REQUEST = 20;
    private static final double FIRST_WANTED = 1;
    private static final double IMAGES_WANTED = 30;

    @Mixin
    private Setup setup;

    @Option(names = "--instances", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}")
    private int instances;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path client = Program.findHome().resolve("web-client");
        Optional<String> missing = missing(client);
        if (missing.isPresent()) {
            System.out.println("not measured, because there is no " + missing.get());
            return 1;
        }
        Path folder = setup.folder("first-view");
        Report report = new Report("first-view", "value", "who", "what");
        try (Center center = Center.start(Files.createDirectories(folder.resolve("center")))) {
            report.command(Center.NAME, center.process().command());
            Rest technician = center.technician();
            store(technician);
            technician.post(
                    "/reading-requests",
                    Rest.JSON
                            .createObjectNode()
                            .put(
                                    "studyId",
                                    technician
                                            .list("/studies")
                                            .getFirst()
                                            .path("id")
                                            .asText())
                            .put("priority", "routine"));
            browse(report, client, center, accounts(folder, center));
        }
        report.atMost(OURS + ": " + FIRST, report.median(OURS, FIRST), FIRST_WANTED);
        report.atLeast(OURS + ": " + IMAGES, report.median(OURS, IMAGES), IMAGES_WANTED);
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    private void store(Rest technician) throws IOException, InterruptedException {
        System.out.println("storing " + instances + " slices ...");
        Examination examination = Load.series(instances);
        List<byte[]> batch = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            batch.add(examination.instance(i).file());
            if (batch.size() == PER_REQUEST || i == instances - 1) {
                technician.store(batch);
                batch.clear();
            }
        }
    }

    /** A reader at the center, in a file as the browser scripts read it. */
    private static Path accounts(Path folder, Center center) throws IOException, InterruptedException {
        Rest admin = center.admin();
        String organization = "";
        for (JsonNode each : admin.list("/organizations")) {
            if (each.path("level").asText().equals("center")) {
                organization = each.path("id").asText();
            }
        }
        ObjectNode account = Rest.JSON
                .createObjectNode()
                .put("username", "reader")
                .put("displayName", "Reader")
                .put("organizationId", organization)
                .put("password", Center.PASSWORD);
        account.putArray("roles").add("reader");
        admin.post("/users", account);
        return Files.writeString(
                folder.resolve("accounts.tsv"),
                "username\tpassword\trole\torganization\tname\nreader\t" + Center.PASSWORD
                        + "\treader\tCENTER\tReader\n");
    }

    private void browse(Report report, Path client, Center center, Path accounts)
            throws IOException, InterruptedException {
        ProcessBuilder script = new ProcessBuilder("node", "e2e/first-view.mjs")
                .directory(client.toFile())
                .redirectErrorStream(true);
        script.environment().put("HUIZHEN_URL", center.url());
        script.environment().put("HUIZHEN_ACCOUNTS", accounts.toString());
        script.environment()
                .put("HUIZHEN_SCREENS", accounts.resolveSibling("screens").toString());
        script.environment().put("HUIZHEN_ROUNDS", Integer.toString(setup.rounds()));
        report.command("browser", script.command());
        Process browser = script.start();
        try (BufferedReader told = browser.inputReader()) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                System.out.println(line);
                if (line.startsWith("{")) {
                    take(report, Rest.JSON.readTree(line));
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

    private static void take(Report report, JsonNode round) {
        report.add(round.path("firstImage").asDouble(), OURS, FIRST);
        report.add(round.path("limitFirst").asDouble(), LIMIT, FIRST);
        report.add(round.path("whole").asDouble(), OURS, WHOLE);
        report.add(round.path("images").asDouble(), OURS, IMAGES);
        report.add(round.path("limitImages").asDouble(), LIMIT, IMAGES);
        report.noteOnce("rendered by " + round.path("renderer").asText());
    }

    private static Optional<String> missing(Path client) {
        if (!Files.isExecutable(Path.of("/usr/bin/chromium"))) {
            return Optional.of("/usr/bin/chromium");
        }
        return Files.isDirectory(client.resolve("node_modules/playwright-core"))
                ? Optional.empty()
                : Optional.of("node_modules in web-client: run npm ci there");
    }
}
