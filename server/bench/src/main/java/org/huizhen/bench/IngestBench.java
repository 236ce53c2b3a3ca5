package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast objects are received and kept: our gateway, Orthanc, storescp and the limit, in turns. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "CT slices of 512 KiB on one association and on eight, senders tuned and as they come.")
final class IngestBench implements Callable<Integer> {
    private static final int WARM_UPS = 4;
    private static final Sender TUNED = new StorescuSender(true);
    private static final Sender AS_IT_COMES = new StorescuSender(false);
    private static final Sender PLAIN = new LimitSender(false);

    @Mixin
    private Setup setup;

    @Option(names = "--instances", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}")
    private int instances;

    @Option(names = "--associations", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}")
    private int associations;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isExecutable(StorescuSender.PROGRAM)) {
            System.out.println("left out: storescu (Debian package dcmtk), without which nothing can be sent");
            return 0;
        }
        Path folder = setup.folder("ingest");
        Report report = new Report("ingest", "s", Contest.COLUMNS);
        System.out.println("writing the CT slices ...");
        List<Load> loads = List.of(
                Load.slices(folder.resolve("load-one"), instances, 1),
                Load.slices(folder.resolve("load-many"), instances, associations),
                Load.slices(folder.resolve("load-half"), instances / 2, 1));
        try (Contest contest = Contest.start(
                folder,
                report,
                receiver -> receiver instanceof LimitReceiver ? List.of(PLAIN) : List.of(TUNED, AS_IT_COMES))) {
            contest.warmUp(Load.slices(folder.resolve("load-warm"), 500, associations), WARM_UPS);
            for (int round = 1; round <= setup.rounds(); round++) {
                System.out.printf("round %d of %d%n", round, setup.rounds());
                for (Load load : loads) {
                    contest.round(load);
                }
            }
        }
        goals(report);
        report.note("bytes of an instance: " + loads.getFirst().bytes() / instances);
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    private void goals(Report report) {
        OptionalDouble ours = median(report, Contest.OURS, TUNED, 1);
        OptionalDouble oursMany = median(report, Contest.OURS, TUNED, associations);
        String many = associations + " associations: ";
        report.atLeast(
                "1 association: our speed / limit", Report.ratio(median(report, Contest.LIMIT, PLAIN, 1), ours), 0.8);
        report.atLeast(
                "1 association: our speed / Orthanc", Report.ratio(median(report, Orthanc.NAME, TUNED, 1), ours), 3);
        report.atLeast(
                many + "our speed / tuned storescp",
                Report.ratio(median(report, Contest.TUNED, TUNED, associations), oursMany),
                1);
        report.atMost(
                "1 association: time of a Nagle sender / time of a tuned one, to us",
                Report.ratio(median(report, Contest.OURS, AS_IT_COMES, 1), ours),
                1.5);
        report.atMost(
                many + "time of a Nagle sender / time of a tuned one, to us",
                Report.ratio(median(report, Contest.OURS, AS_IT_COMES, associations), oursMany),
                1.5);
        report.slope(
                "ours, half the instances and all of them",
                report.median(Contest.row(Contest.OURS, TUNED.name(), 1, instances / 2)),
                ours);
    }

    private OptionalDouble median(Report report, String receiver, Sender sender, int folders) {
        return report.median(Contest.row(receiver, sender.name(), folders, instances));
    }
}
