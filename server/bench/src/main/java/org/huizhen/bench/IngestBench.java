package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.huizhen.demo.Program;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast objects are received and kept: our gateway, Orthanc, storescp and the limit, in turns. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = "CT slices of 512 KiB on one association and on eight, senders tuned and as they come.")
final class IngestBench implements Callable<Integer> {
    /** Instances sent before anything is timed: a JVM needs hundreds before its code is compiled. */
    private static final int WARM_UP = 600;

    @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--instances", defaultValue = "500", description = "Default: ${DEFAULT-VALUE}")
    private int instances;

    @Option(names = "--associations", defaultValue = "8", description = "Default: ${DEFAULT-VALUE}")
    private int associations;

    @Option(names = "--work", description = "Folder on the disk to be measured. Default: data/bench of the project")
    private Path work;

    @Option(names = "--out", description = "Folder of the result. Default: bench of the project")
    private Path out;

    /** One line of the table. */
    record Row(String receiver, String sender, int associations, int instances) {}

    private final Map<Row, Samples> results = new LinkedHashMap<>();
    private final Set<String> commands = new LinkedHashSet<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = work != null ? work : Program.findHome().resolve("data/bench/ingest");
        Spawned.deleteTree(folder);
        Files.createDirectories(folder);
        List<Receiver> receivers = present();
        if (!Files.isExecutable(StorescuSender.PROGRAM)) {
            System.out.println("left out: storescu (Debian package dcmtk), without which nothing can be sent");
            return 1;
        }
        System.out.println("writing the CT slices ...");
        List<CtLoad> loads = List.of(
                CtLoad.write(folder.resolve("load-one"), instances, 1),
                CtLoad.write(folder.resolve("load-many"), instances, associations),
                CtLoad.write(folder.resolve("load-half"), instances / 2, 1));
        CtLoad warmUp = CtLoad.write(folder.resolve("load-warm"), WARM_UP, 2);
        try (Started started = new Started()) {
            for (Receiver receiver : receivers) {
                started.start(receiver, Files.createDirectories(folder.resolve("receiver-" + started.size())));
            }
            for (Contestant contestant : started.all()) {
                System.out.println("warming up " + contestant.receiver().name());
                warmUp.refresh();
                contestant.senders().getFirst().send(contestant.running().port(), warmUp.folders());
                contestant.running().clear();
            }
            for (int round = 1; round <= rounds; round++) {
                System.out.printf("round %d of %d%n", round, rounds);
                for (CtLoad load : loads) {
                    for (Contestant contestant : started.all()) {
                        for (Sender sender : contestant.senders()) {
                            time(contestant, sender, load);
                        }
                    }
                }
            }
        }
        IngestReport report =
                new IngestReport(results, commands, loads.getFirst().bytes() / instances);
        System.out.println(report.text(instances, associations));
        Path target = out != null ? out : Program.findHome().resolve("bench");
        Files.createDirectories(target);
        Json.MAPPER.writeValue(target.resolve("ingest.json").toFile(), report.json(instances, associations));
        System.out.println("written to " + target.resolve("ingest.json"));
        Spawned.deleteTree(folder);
        return 0;
    }

    private static List<Receiver> present() {
        List<Receiver> present = new ArrayList<>();
        for (Receiver receiver : List.of(
                new GatewayReceiver(),
                new OrthancReceiver(),
                new StorescpReceiver(false),
                new StorescpReceiver(true),
                new LimitReceiver())) {
            receiver.missing()
                    .ifPresentOrElse(
                            what -> System.out.println(
                                    "left out: " + receiver.name() + ", because there is no " + what),
                            () -> present.add(receiver));
        }
        return present;
    }

    private record Contestant(Receiver receiver, Receiver.Running running) {
        List<Sender> senders() {
            return receiver instanceof LimitReceiver
                    ? List.of(new LimitSender())
                    : List.of(new StorescuSender(true), new StorescuSender(false));
        }
    }

    /** All receivers run from the beginning to the end, as servers do, and one at a time is sent to. */
    private final class Started implements AutoCloseable {
        private final List<Contestant> all = new ArrayList<>();

        void start(Receiver receiver, Path folder) throws IOException, InterruptedException {
            Contestant contestant = new Contestant(receiver, receiver.start(folder));
            all.add(contestant);
            commands.add(receiver.name() + ": "
                    + String.join(" ", contestant.running().command()));
            contestant.senders().forEach(sender -> commands.add(sender.name() + ": " + sender.commandLine()));
        }

        List<Contestant> all() {
            return List.copyOf(all);
        }

        int size() {
            return all.size();
        }

        @Override
        public void close() throws IOException {
            for (Contestant contestant : all) {
                contestant.running().close();
            }
        }
    }

    private void time(Contestant contestant, Sender sender, CtLoad load) throws IOException, InterruptedException {
        Receiver receiver = contestant.receiver();
        Receiver.Running running = contestant.running();
        load.refresh();
        long before = running.held();
        long start = System.nanoTime();
        sender.send(running.port(), load.folders());
        double seconds = (System.nanoTime() - start) / 1e9;
        long arrived = running.held() - before;
        if (arrived != load.instances()) {
            throw new IOException(
                    receiver.name() + " acknowledged " + load.instances() + " instances and holds " + arrived);
        }
        Row row = new Row(receiver.name(), sender.name(), load.folders().size(), load.instances());
        results.computeIfAbsent(row, key -> new Samples()).add(seconds);
        System.out.printf(
                "  %-34s %-24s %d × %-4d %8.3f s%n",
                row.receiver(), row.sender(), row.associations(), row.instances(), seconds);
        running.clear();
    }
}
