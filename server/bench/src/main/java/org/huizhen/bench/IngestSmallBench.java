package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast small objects are received that come on an association each, as electrocardiographs send them. */
@Command(
        name = "ingest-small",
        mixinStandardHelpOptions = true,
        description = "ECGs of 100 KiB and more, an association each, one after the other.")
final class IngestSmallBench implements Callable<Integer> {
    private static final int WARM_UP = 500;
    private static final Sender SENDER = new AssociationEachSender();
    private static final Sender PLAIN = new LimitSender(true);

    @Mixin
    private Setup setup;

    @Option(names = "--instances", defaultValue = "2000", description = "Default: ${DEFAULT-VALUE}")
    private int instances;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = setup.folder("ingest-small");
        Report report = new Report("ingest-small", "s", Contest.COLUMNS);
        Load load = Load.ecgs(folder.resolve("load"), instances);
        Load half = Load.ecgs(folder.resolve("load-half"), instances / 2);
        try (Contest contest = Contest.start(
                folder, report, receiver -> List.of(receiver instanceof LimitReceiver ? PLAIN : SENDER))) {
            contest.warmUp(Load.ecgs(folder.resolve("load-warm"), WARM_UP), 2);
            for (int round = 1; round <= setup.rounds(); round++) {
                System.out.printf("round %d of %d%n", round, setup.rounds());
                contest.round(load);
                contest.round(half);
            }
        }
        OptionalDouble ours = report.median(Contest.row(Contest.OURS, SENDER.name(), 1, instances));
        OptionalDouble orthanc = report.median(Contest.row(Orthanc.NAME, SENDER.name(), 1, instances));
        report.atLeast("our speed / Orthanc", Report.ratio(orthanc, ours), 3);
        report.slope(
                "ours, half the instances and all of them",
                report.median(Contest.row(Contest.OURS, SENDER.name(), 1, instances / 2)),
                ours);
        report.note("bytes of an instance: " + load.bytes() / instances);
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }
}
