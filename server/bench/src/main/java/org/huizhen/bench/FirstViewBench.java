package org.huizhen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
        Optional<String> missing = ChromiumScript.missing();
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
            ChromiumScript.run(
                    report,
                    "first-view.mjs",
                    center,
                    accounts(folder, center),
                    Map.of("HUIZHEN_ROUNDS", Integer.toString(setup.rounds())),
                    round -> take(report, round));
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

    private static void take(Report report, JsonNode round) {
        report.add(round.path("firstImage").asDouble(), OURS, FIRST);
        report.add(round.path("limitFirst").asDouble(), LIMIT, FIRST);
        report.add(round.path("whole").asDouble(), OURS, WHOLE);
        report.add(round.path("images").asDouble(), OURS, IMAGES);
        report.add(round.path("limitImages").asDouble(), LIMIT, IMAGES);
        report.noteOnce("rendered by " + round.path("renderer").asText());
    }
}
