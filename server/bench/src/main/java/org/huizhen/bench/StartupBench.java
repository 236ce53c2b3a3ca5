package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How long our programs take from their start to ready, and how much memory they hold then. */
@Command(
        name = "startup",
        mixinStandardHelpOptions = true,
        description = "Server (with an existing database) and gateway to ready; resident memory; Orthanc beside them.")
final class StartupBench implements Callable<Integer> {
    private static final String TIME = "to ready, s";
    private static final String MEMORY = "resident, MB";
    private static final int IDLE_SECONDS = 3;

    @Mixin
    private Setup setup;

    /** Starts a program and returns when it is ready. */
    private interface Start {
        Running start(Path folder) throws IOException, InterruptedException;
    }

    private record Running(Spawned process, AutoCloseable end) {}

    @Override
    public Integer call() throws Exception {
        Path root = setup.folder("startup");
        Report report = new Report("startup", "", "program", "what");
        // Once untimed: makes the database and the archives of classes.
        for (int round = 0; round <= setup.rounds(); round++) {
            time(report, round, Center.NAME, root, folder -> {
                Center center = Center.start(folder);
                return new Running(center.process(), center);
            });
            time(report, round, Contest.OURS, root, folder -> {
                Gateway gateway = Gateway.start(folder);
                return new Running(gateway.process(), gateway);
            });
            if (Orthanc.missing().isEmpty()) {
                time(report, round, Orthanc.NAME, root, folder -> {
                    Orthanc orthanc = Orthanc.start(folder);
                    return new Running(orthanc.process(), orthanc);
                });
            }
        }
        Orthanc.missing().ifPresent(what -> report.note("left out: Orthanc, because there is no " + what));
        report.atMost("server to ready, s", report.median(Center.NAME, TIME), 3);
        report.atMost("gateway to ready, s", report.median(Contest.OURS, TIME), 3);
        report.atMost("server resident, MB", report.median(Center.NAME, MEMORY), 400);
        report.atMost("gateway resident, MB", report.median(Contest.OURS, MEMORY), 200);
        report.note("memory: of the process alone, " + IDLE_SECONDS + " s after it was ready; PostgreSQL not counted");
        report.finish(setup.out());
        Spawned.deleteTree(root);
        return 0;
    }

    private static void time(Report report, int round, String name, Path root, Start program) throws Exception {
        Path folder = Files.createDirectories(root.resolve(name.replace(' ', '-')));
        long start = System.nanoTime();
        Running running = program.start(folder);
        double seconds = (System.nanoTime() - start) / 1e9;
        try {
            if (round > 0) {
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                report.add(seconds, name, TIME);
                report.add(running.process().residentBytes() / 1e6, name, MEMORY);
                report.command(name, running.process().command());
                System.out.printf("  %-16s %.2f s%n", name, seconds);
            }
        } finally {
            running.end().close();
        }
    }
}
