package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.huizhen.demo.Rest;
import org.huizhen.synthetic.Examination;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast a study comes out: our WADO-RS, Orthanc's, and sendfile as the limit, in turns. */
@Command(
        name = "retrieve",
        mixinStandardHelpOptions = true,
        description = "A CT study over loopback: whole in one request, frame by frame, and its metadata.")
final class RetrieveBench implements Callable<Integer> {
    private static final String LIMIT = "limit: sendfile";
    private static final String STUDY = "study, one request";
    private static final String FRAMES = "frames, a request each";
    private static final String METADATA = "metadata of the series";
    private static final int AT_ONCE = 8;
    private static final int PER_REQUEST = 20;
    private static final int WARM_UPS = 3;

    @Mixin
    private Setup setup;

    @Option(names = "--instances", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}")
    private int instances;

    /** Where a contestant has what. @param frame path of the frame of an instance */
    private record Source(
            String name, int port, String headers, String study, IntFunction<String> frame, String metadata) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = setup.folder("retrieve");
        Report report = new Report("retrieve", "s", "server", "what");
        Examination examination = Load.series(instances);
        List<Path> files = new ArrayList<>();
        Path load = Files.createDirectories(folder.resolve("load"));
        for (int i = 0; i < instances; i++) {
            files.add(examination.instance(i).writeTo(load));
        }
        List<Source> sources = new ArrayList<>();
        try (SendFileServer limit = SendFileServer.start(files);
                Center center = Center.start(Files.createDirectories(folder.resolve("center")))) {
            report.command(Center.NAME, center.process().command());
            sources.add(ours(center, examination, files));
            sources.add(new Source(LIMIT, limit.port(), "", "/all", i -> "/" + i, ""));
            var missing = Orthanc.missing(Orthanc.DICOMWEB);
            if (missing.isPresent()) {
                report.note("left out: Orthanc, because there is no " + missing.get());
                measure(report, sources);
            } else {
                try (Orthanc orthanc =
                        Orthanc.start(Files.createDirectories(folder.resolve("orthanc")), Orthanc.DICOMWEB)) {
                    report.command(Orthanc.NAME, orthanc.process().command());
                    System.out.println("storing at Orthanc ...");
                    orthanc.store(files);
                    sources.add(source(Orthanc.NAME, orthanc.httpPort(), "", "/dicom-web", examination));
                    measure(report, sources);
                }
            }
        }
        for (String what : List.of(STUDY, FRAMES, METADATA)) {
            report.atLeast(
                    what + ": our speed / Orthanc",
                    Report.ratio(report.median(Orthanc.NAME, what), report.median(Center.NAME, what)),
                    3);
        }
        report.note("our speed / limit: study %s, frames %s"
                .formatted(limitRatio(report, STUDY), limitRatio(report, FRAMES)));
        report.note(
                "frames: %d at once, each on a connection of its own; all were fetched %d times before anything was timed"
                        .formatted(AT_ONCE, WARM_UPS));
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    private static String limitRatio(Report report, String what) {
        var ratio = Report.ratio(report.median(LIMIT, what), report.median(Center.NAME, what));
        return ratio.isPresent() ? Report.number(ratio.getAsDouble()) : "-";
    }

    private Source ours(Center center, Examination examination, List<Path> files)
            throws IOException, InterruptedException {
        Rest technician = center.technician();
        System.out.println("storing at our server ...");
        for (int from = 0; from < files.size(); from += PER_REQUEST) {
            List<byte[]> batch = new ArrayList<>();
            for (Path file : files.subList(from, Math.min(files.size(), from + PER_REQUEST))) {
                batch.add(Files.readAllBytes(file));
            }
            technician.store(batch);
        }
        String headers = "Authorization: " + technician.authorization() + "\r\n";
        return source(Center.NAME, center.httpPort(), headers, "/dicomweb", examination);
    }

    private static Source source(String name, int port, String headers, String root, Examination examination) {
        String study = root + "/studies/" + examination.studyInstanceUid();
        String series = study + "/series/" + examination.seriesInstanceUid();
        return new Source(
                name,
                port,
                headers,
                study,
                i -> series + "/instances/" + examination.sopInstanceUid(i) + "/frames/1",
                series + "/metadata");
    }

    private void measure(Report report, List<Source> sources) throws IOException, InterruptedException {
        for (int round = 1 - WARM_UPS; round <= setup.rounds(); round++) {
            System.out.println(round < 1 ? "warming up" : "round " + round + " of " + setup.rounds());
            for (Source source : sources) {
                time(
                        report,
                        round,
                        source,
                        STUDY,
                        () -> PlainGet.bytes(
                                source.port(),
                                source.study(),
                                source.headers()
                                        + "Accept: multipart/related; type=\"application/dicom\"; transfer-syntax=*\r\n"));
                time(report, round, source, FRAMES, () -> frames(source));
                if (!source.metadata().isEmpty()) {
                    time(
                            report,
                            round,
                            source,
                            METADATA,
                            () -> PlainGet.bytes(
                                    source.port(),
                                    source.metadata(),
                                    source.headers() + "Accept: application/dicom+json\r\n"));
                }
            }
        }
    }

    private long frames(Source source) throws IOException, InterruptedException {
        String headers = source.headers() + "Accept: multipart/related; type=\"application/octet-stream\"\r\n";
        try (ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Long>> answers = new ArrayList<>();
            for (int i = 0; i < instances; i++) {
                String path = source.frame().apply(i);
                answers.add(executor.submit(() -> PlainGet.bytes(source.port(), path, headers)));
            }
            long bytes = 0;
            for (Future<Long> answer : answers) {
                bytes += answer.get();
            }
            return bytes;
        } catch (ExecutionException e) {
            throw new IOException("a frame did not come", e);
        }
    }

    private interface Fetch {
        long bytes() throws IOException, InterruptedException;
    }

    private void time(Report report, int round, Source source, String what, Fetch fetch)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        long bytes = fetch.bytes();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (!what.equals(METADATA) && bytes < instances * (512L << 10)) {
            throw new IOException(source.name() + " gave " + bytes + " bytes for " + instances + " instances");
        }
        if (round > 0) {
            report.add(seconds, source.name(), what);
            System.out.printf("  %-16s %-24s %8.3f s %8.1f MB%n", source.name(), what, seconds, bytes / 1e6);
        }
    }
}
