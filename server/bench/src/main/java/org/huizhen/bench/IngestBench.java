package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final Set<String> commandsOf = new HashSet<>();

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
        CtLoad warmUp = CtLoad.write(folder.resolve("load-warm"), Math.max(16, instances / 10), 2);
        for (int round = 1; round <= rounds; round++) {
            System.out.printf("round %d of %d%n", round, rounds);
            for (Receiver receiver : receivers) {
                measure(receiver, loads, warmUp, folder.resolve("receiver"));
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

    private void measure(Receiver receiver, List<CtLoad> loads, CtLoad warmUp, Path folder)
            throws IOException, InterruptedException {
        Spawned.deleteTree(folder);
        Files.createDirectories(folder);
        List<Sender> senders = receiver instanceof LimitReceiver
                ? List.of(new LimitSender())
                : List.of(new StorescuSender(true), new StorescuSender(false));
        try (Receiver.Running running = receiver.start(folder)) {
            if (commandsOf.add(receiver.name())) {
                commands.add(receiver.name() + ": " + String.join(" ", running.command()));
            }
            warmUp.refresh();
            senders.getFirst().send(running.port(), warmUp.folders());
            for (CtLoad load : loads) {
                for (Sender sender : senders) {
                    commands.add(sender.name() + ": " + sender.commandLine());
                    time(receiver, running, sender, load);
                }
            }
        }
        Spawned.deleteTree(folder);
    }

    private void time(Receiver receiver, Receiver.Running running, Sender sender, CtLoad load)
            throws IOException, InterruptedException {
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
    }
}
