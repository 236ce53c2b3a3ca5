package org.huizhen.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How soon somebody who joins a room sees the first picture of who is there, in headless Chromium; Janus in turn with us. */
@Command(
        name = "first-frame",
        mixinStandardHelpOptions = true,
        description = "Click on Join to the first remote picture decoded, browser to browser and by a media server.")
final class FirstFrameBench implements Callable<Integer> {
    private static final String NAMED = "HUIZHEN_TEST_KURENTO_URI";
    private static final String MESH = "huizhen, browser to browser";
    private static final String KURENTO = "huizhen, Kurento";
    private static final String STAND_IN = "huizhen, stand-in for Kurento";
    private static final String P50 = "first picture p50, s";
    private static final String P95 = "first picture p95, s";
    private static final double WANTED = 1;

    @Mixin
    private Setup setup;

    @Option(names = "--mesh-only", description = "Leave the media server out.")
    private boolean meshOnly;

    private final Map<String, Percentiles> times = new LinkedHashMap<>();

    @Override
    public Integer call() throws Exception {
        Optional<String> missing = ChromiumScript.missing();
        if (missing.isPresent()) {
            System.out.println("not measured, because there is no " + missing.get());
            return 1;
        }
        Path folder = setup.folder("first-frame");
        Report report = new Report("first-frame", "", "who", "what");
        Optional<String> noJanus = Janus.missing();
        noJanus.ifPresent(program -> report.note("left out: Janus, because there is no " + program));
        try (Janus janus = noJanus.isPresent() ? null : Janus.start(folder.resolve("janus"))) {
            if (janus != null) {
                report.command(Janus.NAME, janus.process().command());
            }
            run(report, folder.resolve("mesh"), MESH, "", janus);
            if (!meshOnly) {
                mediaServer(report, folder, janus);
            }
        }
        times.forEach((who, took) -> {
            report.add(took.at(0.5), who, P50);
            report.add(took.at(0.95), who, P95);
        });
        times.keySet().stream()
                .filter(who -> !who.equals(Janus.NAME))
                .forEach(who -> report.atMost(
                        who + ": " + P50, OptionalDouble.of(times.get(who).at(0.5)), WANTED));
        report.note(
                setup.rounds() + " rounds, Janus in turn with each of ours; one browser has both sides of a call and"
                        + " shares the processors with the servers");
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    /** The Kurento that is named, else the one of the browser tests, which is none and is called so. */
    private void mediaServer(Report report, Path folder, Janus janus) throws Exception {
        String named = System.getenv(NAMED);
        if (named != null && !named.isBlank()) {
            run(report, folder.resolve("kurento"), KURENTO, kurento(named), janus);
            return;
        }
        int port = Spawned.freePort();
        try (Spawned standIn = ChromiumScript.standIn(port, setup.out().resolve("stand-in.log"))) {
            report.command(STAND_IN, standIn.command());
            report.note("the stand-in is no Kurento: a Chromium that decodes and encodes every picture anew; " + NAMED
                    + " names a real one");
            standIn.awaitPort(port);
            run(report, folder.resolve("kurento"), STAND_IN, kurento("ws://127.0.0.1:" + port + "/kurento"), janus);
        }
    }

    private static String kurento(String uri) {
        return """
                media:
                  kurento:
                    uri: %s
                    rooms: always
                """.formatted(uri);
    }

    private void run(Report report, Path folder, String who, String settings, Janus janus) throws Exception {
        System.out.println(who);
        try (Center center = Center.start(Files.createDirectories(folder), settings)) {
            report.command(Center.NAME, center.process().command());
            BenchPeople people = BenchPeople.at(center, 2);
            Map<String, String> told = new HashMap<>();
            told.put("HUIZHEN_ROOM", people.rooms(1).getFirst());
            told.put("HUIZHEN_ROUNDS", Integer.toString(setup.rounds()));
            if (janus != null) {
                told.put("HUIZHEN_JANUS", janus.uri());
            }
            ChromiumScript.run(report, "first-frame.mjs", center, accounts(folder), told, time -> take(who, time));
        }
    }

    private void take(String ours, JsonNode time) {
        String who = time.path("who").asText().equals("ours") ? ours : Janus.NAME;
        times.computeIfAbsent(who, name -> new Percentiles())
                .add(time.path("seconds").asDouble());
    }

    private static Path accounts(Path folder) throws IOException {
        List<String> roles = List.of("host", "guest");
        StringBuilder lines = new StringBuilder("username\tpassword\trole\torganization\tname\n");
        for (int i = 0; i < roles.size(); i++) {
            lines.append(
                    "specialist%d\t%s\t%s\tCENTER\tSpecialist %d\n".formatted(i, Center.PASSWORD, roles.get(i), i));
        }
        return Files.writeString(folder.resolve("accounts.tsv"), lines);
    }
}
