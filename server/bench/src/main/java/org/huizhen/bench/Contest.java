package org.huizhen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Receivers that are sent to in turns. All run from the beginning to the end, as servers do, and one at a time is sent to. */
final class Contest implements AutoCloseable {
    static final String OURS = "huizhen gateway";
    static final String TUNED = "storescp TCP_NODELAY=1";
    static final String LIMIT = "limit: socket to file, fdatasync";

    private final Report report;
    private final List<Contestant> all = new ArrayList<>();

    private record Contestant(Receiver receiver, Receiver.Running running, List<Sender> senders) {}

    private Contest(Report report) {
        this.report = report;
    }

    /** Starts those that are there, each in a folder of its own. @param senders how each is sent to */
    static Contest start(Path folder, Report report, Function<Receiver, List<Sender>> senders)
            throws IOException, InterruptedException {
        Contest contest = new Contest(report);
        try {
            for (Receiver receiver : List.of(
                    new GatewayReceiver(),
                    new OrthancReceiver(),
                    new StorescpReceiver(false),
                    new StorescpReceiver(true),
                    new LimitReceiver())) {
                if (receiver.missing().isPresent()) {
                    report.note("left out: " + receiver.name() + ", because there is no "
                            + receiver.missing().get());
                    continue;
                }
                Receiver.Running running =
                        receiver.start(Files.createDirectories(folder.resolve("receiver-" + contest.all.size())));
                contest.all.add(new Contestant(receiver, running, senders.apply(receiver)));
                report.command(receiver.name(), running.command());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            contest.close();
            throw e;
        }
        for (Contestant contestant : contest.all) {
            contestant.senders().forEach(sender -> report.command(sender.name(), List.of(sender.commandLine())));
        }
        return contest;
    }

    /** The same for all: a JVM compiles for thousands of instances, and in a clinic it has run for months. */
    void warmUp(Load load, int times) throws IOException, InterruptedException {
        for (Contestant contestant : all) {
            System.out.println("warming up " + contestant.receiver().name());
            for (int i = 0; i < times; i++) {
                load.refresh();
                contestant.senders().getFirst().send(contestant.running().port(), load.folders());
                contestant.running().clear();
            }
        }
        report.note("each receiver was sent %d instances on %d associations before anything was timed"
                .formatted(times * load.instances(), load.folders().size()));
    }

    /** Sends the load once to each, by each of its senders. */
    void round(Load load) throws IOException, InterruptedException {
        for (Contestant contestant : all) {
            for (Sender sender : contestant.senders()) {
                time(contestant, sender, load);
            }
        }
    }

    private void time(Contestant contestant, Sender sender, Load load) throws IOException, InterruptedException {
        Receiver.Running running = contestant.running();
        String name = contestant.receiver().name();
        load.refresh();
        long before = running.held();
        long start = System.nanoTime();
        sender.send(running.port(), load.folders());
        double seconds = (System.nanoTime() - start) / 1e9;
        long arrived = running.held() - before;
        if (arrived != load.instances()) {
            throw new IOException(name + " acknowledged " + load.instances() + " instances and holds " + arrived);
        }
        int associations = load.folders().size();
        report.add(seconds, row(name, sender.name(), associations, load.instances()));
        System.out.printf(
                "  %-34s %-24s %d × %-4d %8.3f s%n", name, sender.name(), associations, load.instances(), seconds);
        running.clear();
    }

    static final String[] COLUMNS = {"receiver", "sender", "folders", "instances"};

    static String[] row(String receiver, String sender, int folders, int instances) {
        return new String[] {receiver, sender, Integer.toString(folders), Integer.toString(instances)};
    }

    @Override
    public void close() throws IOException {
        for (Contestant contestant : all) {
            contestant.running().close();
        }
    }
}
