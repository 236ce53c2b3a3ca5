package org.huizhen.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the signaling core carries: messages to everybody in a room, joins under load, idle sessions. */
@Command(
        name = "signal",
        mixinStandardHelpOptions = true,
        description = "Rooms of five: deliveries a second, joins at half that load; heap of an idle session.")
final class SignalBench implements Callable<Integer> {
    private static final int PEOPLE = 5;
    private static final int JOIN_ROOMS = 50;
    private static final Duration WARM = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(6);
    private static final String BARE = "bare Netty";
    private static final String DELIVERIES = "deliveries/s, saturated";
    private static final String HALF = "deliveries/s, half load";
    private static final String JOIN_HALF = "join p99 at half load, ms";
    private static final String JOIN_IDLE = "join p99 without load, ms";
    private static final String ECHO = "own message back p99 at half load, ms";
    private static final String HEAP = "heap of an idle session, KiB";

    @Mixin
    private Setup setup;

    @Option(names = "--rooms", defaultValue = "200", description = "Rooms of five. Default: ${DEFAULT-VALUE}")
    private int rooms;

    @Option(names = "--sessions", defaultValue = "10000", description = "Idle ones. Default: ${DEFAULT-VALUE}")
    private int sessions;

    @Override
    public Integer call() throws Exception {
        Path folder = setup.folder("signal");
        Report report = new Report("signal", "", "server", "what");
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(0, NioIoHandler.newFactory());
        try (Center center = Center.start(folder.resolve("center"))) {
            report.command(Center.NAME, center.process().command());
            BenchPeople people = BenchPeople.at(center, PEOPLE);
            fanOut(report, group, center, people);
            if (Janus.missing().isEmpty()) {
                janus(report, group, folder.resolve("janus"));
            } else {
                report.note("left out: Janus, because there is no "
                        + Janus.missing().get());
            }
            idle(report, group, center, people);
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
        report.atLeast(
                "deliveries, to bare Netty with the same fan-out",
                Report.ratio(report.median(Center.NAME, DELIVERIES), report.median(BARE, DELIVERIES)),
                0.6);
        report.atMost(JOIN_HALF, report.median(Center.NAME, JOIN_HALF), 20);
        report.atMost(HEAP, report.median(Center.NAME, HEAP), 12);
        report.note("the load generator is this process and shares the processors with the server under test");
        report.note("a join of ours writes attendance and is committed before it is answered; Janus keeps nothing");
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    private void fanOut(Report report, EventLoopGroup group, Center center, BenchPeople people) throws Exception {
        System.out.println("opening " + (rooms + JOIN_ROOMS) + " rooms ...");
        List<String> talking = people.rooms(rooms);
        List<String> joining = people.rooms(JOIN_ROOMS);
        int port = Spawned.freePort();
        FanOutLoad ours = new FanOutLoad(group);
        FanOutLoad bare = new FanOutLoad(group);
        try (RoomLoad tabs = RoomLoad.join(group, center, people, talking, ours);
                Spawned other = Spawned.start(
                        BareFanOut.command(port), Map.of(), setup.out().resolve("bare.log"))) {
            report.command(BARE, other.command());
            other.awaitPort(port);
            List<Wire> wires = bare(group, port, bare);
            System.out.println(tabs.tabs() + " tabs are in rooms");
            for (int round = 0; round <= setup.rounds(); round++) {
                double most = saturated(report, round, Center.NAME, ours);
                saturated(report, round, BARE, bare);
                joins(report, round, JOIN_HALF, JoinLoad.ours(group, center, people, joining), work -> {
                    FanOutLoad.Flow flow = ours.steady(most / PEOPLE / 2, MEASURED, work);
                    System.out.printf(
                            "  %-16s %.0f deliveries/s, p99 %.1f ms%n",
                            "half load", flow.deliveriesPerSecond(), flow.p99());
                    return flow;
                });
                joins(report, round, JOIN_IDLE, JoinLoad.ours(group, center, people, joining), work -> {
                    work.start();
                    work.await();
                    return null;
                });
            }
            wires.forEach(Wire::close);
        }
    }

    private static double saturated(Report report, int round, String name, FanOutLoad load)
            throws InterruptedException {
        FanOutLoad.Flow flow = load.saturate(WARM, MEASURED);
        System.out.printf("  %-16s %.0f deliveries/s, p99 %.1f ms%n", name, flow.deliveriesPerSecond(), flow.p99());
        if (round > 0) {
            report.add(flow.deliveriesPerSecond(), name, DELIVERIES);
        }
        return flow.deliveriesPerSecond();
    }

    private interface Run {
        FanOutLoad.Flow under(JoinLoad work) throws Exception;
    }

    private static void joins(Report report, int round, String what, List<JoinLoad.Visitor> visitors, Run run)
            throws Exception {
        try (JoinLoad work = new JoinLoad(visitors, (int) (JoinLoad.PER_SECOND * MEASURED.toSeconds()))) {
            FanOutLoad.Flow flow = run.under(work);
            System.out.printf(
                    "  %-16s p50 %.1f, p99 %.1f ms%n",
                    "joins", work.took().at(0.5), work.took().at(0.99));
            if (round > 0) {
                report.add(work.took().at(0.99), Center.NAME, what);
                if (flow != null) {
                    report.add(flow.deliveriesPerSecond(), Center.NAME, HALF);
                    report.add(flow.p99(), Center.NAME, ECHO);
                }
            }
        }
    }

    /** The same number of people in the same number of rooms, with messages of the same length. */
    private List<Wire> bare(EventLoopGroup group, int port, FanOutLoad load) throws Exception {
        List<Wire> wires = new ArrayList<>();
        for (int room = 0; room < rooms; room++) {
            for (int person = 0; person < PEOPLE; person++) {
                FanOutLoad.Talker talker = load.add();
                String mine = "\"participant\":\"p" + person + "\"";
                String text =
                        "{\"seq\":1000,\"type\":\"hand.raised\",\"room\":\"01234567-89ab-7cde-8f01-23456789abcd\","
                                + "\"roomRev\":1000," + mine
                                + ",\"name\":\"Specialist 1\",\"at\":\"2026-01-01T00:00:00.000000Z\"}";
                Wire wire = Wire.open(
                                group,
                                URI.create("ws://127.0.0.1:" + port + "/" + room),
                                null,
                                (from, heard) -> talker.heard(heard.contains(mine)))
                        .get(30, TimeUnit.SECONDS);
                talker.voice(() -> wire.send(text));
                wires.add(wire);
            }
        }
        return wires;
    }

    private void janus(Report report, EventLoopGroup group, Path folder) throws Exception {
        try (Janus janus = Janus.start(folder)) {
            report.command(Janus.NAME, janus.process().command());
            for (int round = 0; round <= setup.rounds(); round++) {
                try (JoinLoad work = new JoinLoad(janus.visitors(group, round * JOIN_ROOMS, JOIN_ROOMS, PEOPLE), (int)
                        (JoinLoad.PER_SECOND * MEASURED.toSeconds()))) {
                    work.start();
                    work.await();
                    System.out.printf(
                            "  %-16s p50 %.1f, p99 %.1f ms%n",
                            Janus.NAME, work.took().at(0.5), work.took().at(0.99));
                    if (round > 0) {
                        report.add(work.took().at(0.99), Janus.NAME, JOIN_IDLE);
                    }
                }
            }
        }
    }

    private void idle(Report report, EventLoopGroup group, Center center, BenchPeople people) throws Exception {
        long before = Heap.live(center.process().pid());
        List<CompletableFuture<SignalTab>> tabs = new ArrayList<>();
        List<CompletableFuture<SignalTab>> running = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            running.add(SignalTab.open(group, center.signalingPort(), people.token(i % PEOPLE)));
            if (running.size() == 100 || i == sessions - 1) {
                CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                        .get(120, TimeUnit.SECONDS);
                tabs.addAll(running);
                running.clear();
            }
        }
        long after = Heap.live(center.process().pid());
        report.add((after - before) / 1024.0 / sessions, Center.NAME, HEAP);
        System.out.printf(
                "  %d idle sessions, %.1f KiB of heap each%n", sessions, (after - before) / 1024.0 / sessions);
        for (CompletableFuture<SignalTab> tab : tabs) {
            tab.get().close();
        }
    }
}
