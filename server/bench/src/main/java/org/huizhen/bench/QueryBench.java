package org.huizhen.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.huizhen.demo.Rest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast questions are answered when years of studies are there, at two sizes; Orthanc on PostgreSQL beside us. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Worklist, QIDO-RS and recognition look-up over a large index.")
final class QueryBench implements Callable<Integer> {
    private static final int INSTANCES = 20;
    private static final int OPEN = 500;
    private static final int WARM_UP = 400;
    private static final String PASSWORD = "Only-on-loopback-27";
    private static final String P99 = "p99";
    private static final String MEDIAN = "median";
    private static final String LOOK_UP = "recognition look-up";
    private static final DateTimeFormatter DAY = DateTimeFormatter.BASIC_ISO_DATE;

    @Mixin
    private Setup setup;

    @Option(names = "--studies", defaultValue = "1000000", description = "Of 20 instances. Default: ${DEFAULT-VALUE}")
    private long studies;

    @Option(names = "--results", defaultValue = "10000000", description = "Recognized. Default: ${DEFAULT-VALUE}")
    private long results;

    @Option(
            names = "--peer-studies",
            defaultValue = "100000",
            description = "Stored at Orthanc, and our first size; 0 leaves Orthanc out. Default: ${DEFAULT-VALUE}")
    private long peerStudies;

    @Option(names = "--requests", defaultValue = "400", description = "Of each kind a round. Default: ${DEFAULT-VALUE}")
    private int requests;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Path folder = setup.folder("query");
        Report report = new Report("query", "ms", "server", "studies", "what", "of the times");
        long first = peerStudies > 0 ? Math.min(peerStudies, studies) : studies / 10;
        Path home = Files.createDirectories(folder.resolve("center"));
        try (Center center = Center.start(home);
                IndexFill fill = IndexFill.connect(home.resolve("postgres"), center.postgresPort())) {
            report.command(Center.NAME, center.process().command());
            fill(fill, 0, first, 0, results / 10);
            Rest reader = account(center, "reader", "CENTER");
            Rest physician = account(center, "physician", "BENCH0");
            List<Asking> small = new ArrayList<>(ours(center, reader, physician, fill.items()));
            OrthancIndex.missing().ifPresent(what -> report.note("left out: Orthanc, because there is no " + what));
            if (peerStudies > 0 && OrthancIndex.missing().isEmpty()) {
                try (OrthancIndex orthanc = OrthancIndex.start(
                        Files.createDirectories(folder.resolve("orthanc")),
                        home.resolve("postgres"),
                        center.postgresPort())) {
                    report.command(Orthanc.NAME, orthanc.command());
                    orthanc.fill(first);
                    small.addAll(qido(Orthanc.NAME, orthanc.httpPort(), "", "/dicom-web"));
                    measure(report, small, first);
                }
            } else {
                measure(report, small, first);
            }
            if (first < studies) {
                fill(fill, first, studies, results / 10, results);
                measure(report, ours(center, reader, physician, fill.items()), studies);
            }
            goals(report, small, first);
        }
        report.note(
                "%d instances a study; %d requests open; %d recognized results at the larger size; two clients at once"
                        .formatted(INSTANCES, OPEN, results));
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    private static void fill(IndexFill fill, long from, long to, long resultsFrom, long resultsTo) throws SQLException {
        System.out.printf("filling the index: studies %d to %d%n", from, to);
        fill.studies(from, to, INSTANCES, OPEN);
        fill.results(resultsFrom, resultsTo, to / IndexFill.STUDIES_A_PATIENT);
        fill.settle();
    }

    private static Rest account(Center center, String role, String organization)
            throws IOException, InterruptedException {
        Rest admin = center.admin();
        ObjectNode account = Rest.JSON
                .createObjectNode()
                .put("username", role)
                .put("displayName", role)
                .put("password", PASSWORD);
        for (var node : admin.list("/organizations")) {
            if (node.path("code").asText().equals(organization)) {
                account.put("organizationId", node.path("id").asText());
            }
        }
        account.putArray("roles").add(role);
        admin.post("/users", account);
        return Rest.signIn(center.url(), role, PASSWORD);
    }

    private static List<Asking> ours(Center center, Rest reader, Rest physician, List<String> items) {
        int port = center.httpPort();
        String reads = reader.authorization();
        List<Asking> all = new ArrayList<>();
        all.add(new Asking(
                Center.NAME,
                "worklist, first page",
                port,
                reads,
                n -> "/api/v1/reading-requests?status=submitted&limit=50"));
        all.add(new Asking(Center.NAME, "worklist, counts", port, reads, n -> "/api/v1/reading-requests/counts"));
        all.add(new Asking(Center.NAME, "studies, first page", port, reads, n -> "/api/v1/studies?limit=50"));
        all.addAll(qido(Center.NAME, port, reads, "/dicomweb"));
        all.add(new Asking(Center.NAME, LOOK_UP, port, physician.authorization(), n -> {
            // Patients of the physician's own clinic.
            long patient = n / IndexFill.STUDIES_A_PATIENT / IndexFill.CLINICS * IndexFill.CLINICS;
            return "/api/v1/recognition/results?patientId=" + IndexFill.patientId(patient) + "&item="
                    + items.get((int) (n % items.size()));
        }));
        return all;
    }

    private static List<Asking> qido(String server, int port, String authorization, String root) {
        String search = root + "/studies?limit=50&";
        return List.of(
                new Asking(
                        server,
                        "QIDO PatientID",
                        port,
                        authorization,
                        n -> search + "PatientID=P" + n / IndexFill.STUDIES_A_PATIENT),
                new Asking(server, "QIDO AccessionNumber", port, authorization, n -> search + "AccessionNumber=A" + n),
                new Asking(
                        server,
                        "QIDO StudyInstanceUID",
                        port,
                        authorization,
                        n -> search + "StudyInstanceUID=" + IndexFill.studyUid(n)),
                new Asking(
                        server,
                        "QIDO StudyDate, modality",
                        port,
                        authorization,
                        n -> search + "StudyDate=" + date(n).format(DAY) + "&ModalitiesInStudy=CT"),
                new Asking(
                        server, "QIDO PatientName part", port, authorization, n -> search + "PatientName=" + part(n)));
    }

    /** A beginning that few share. */
    private static String part(long study) {
        String name = name(study);
        return name.substring(0, Math.min(name.length(), 12)).replace("^", "%5E") + "*";
    }

    /** As {@link IndexFill} makes them. */
    static LocalDate date(long study) {
        return LocalDateTime.of(2025, 1, 1, 0, 0).plusMinutes(study / 2).toLocalDate();
    }

    static String name(long study) {
        return "Bench^" + Long.toHexString(study / IndexFill.STUDIES_A_PATIENT * 2654435761L % 4294967296L);
    }

    private void measure(Report report, List<Asking> all, long studies) throws IOException, InterruptedException {
        System.out.printf("asking, %d studies%n", studies);
        for (Asking asking : all) {
            asking.ask(WARM_UP, studies, -1);
        }
        for (int round = 1; round <= setup.rounds(); round++) {
            for (Asking asking : all) {
                Asking.Times times = asking.ask(requests, studies, round);
                String size = Long.toString(studies);
                report.add(times.percentile(0.5), asking.server(), size, asking.what(), MEDIAN);
                report.add(times.percentile(0.99), asking.server(), size, asking.what(), P99);
                System.out.printf(
                        "  %-16s %-26s %8.2f %8.2f ms%n",
                        asking.server(), asking.what(), times.percentile(0.5), times.percentile(0.99));
            }
        }
    }

    private void goals(Report report, List<Asking> small, long first) {
        String size = Long.toString(studies);
        String before = Long.toString(first);
        for (Asking asking : small) {
            String what = asking.what();
            if (asking.server().equals(Center.NAME)) {
                report.atMost(
                        what + " of " + size + ", p99 ms",
                        report.median(Center.NAME, size, what, P99),
                        what.equals(LOOK_UP) ? 5 : 20);
                report.note("%s: time ~ size ^ %s".formatted(what, slope(report, what, before, size)));
            } else {
                report.atLeast(
                        what + " of " + before + ": our speed / Orthanc",
                        Report.ratio(
                                report.median(Orthanc.NAME, before, what, MEDIAN),
                                report.median(Center.NAME, before, what, MEDIAN)),
                        1);
            }
        }
    }

    private static String slope(Report report, String what, String before, String after) {
        var growth = Report.ratio(
                report.median(Center.NAME, after, what, MEDIAN), report.median(Center.NAME, before, what, MEDIAN));
        return growth.isEmpty() || before.equals(after)
                ? "-"
                : Report.number(Math.log(growth.getAsDouble())
                        / Math.log(Double.parseDouble(after) / Double.parseDouble(before)));
    }
}
