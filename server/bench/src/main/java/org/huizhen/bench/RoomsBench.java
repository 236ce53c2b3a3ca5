package org.huizhen.bench;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A load tool: real clients join rooms and talk; twice, at half the size and at the whole. */
@Command(
        name = "rooms",
        mixinStandardHelpOptions = true,
        description = "Real clients join N rooms of M people and talk: join latency, messages, memory, growth.")
final class RoomsBench implements Callable<Integer> {
    private static final Duration WARM = Duration.ofSeconds(4);
    private static final Duration MEASURED = Duration.ofSeconds(8);

    @Mixin
    private Setup setup;

    @Option(names = "--rooms", defaultValue = "100", description = "Default: ${DEFAULT-VALUE}")
    private int rooms;

    @Option(names = "--people", defaultValue = "5", description = "In each room, 60 at most. Default: ${DEFAULT-VALUE}")
    private int people;

    @Option(
            names = "--rate",
            defaultValue = "1",
            description = "Messages a person and second. Default: ${DEFAULT-VALUE}")
    private double rate;

    @Override
    public Integer call() throws Exception {
        Path folder = setup.folder("rooms");
        Report report = new Report("rooms", "", "rooms", "what");
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(0, NioIoHandler.newFactory());
        try (Center center = Center.start(folder)) {
            report.command(Center.NAME, center.process().command());
            BenchPeople everybody = BenchPeople.at(center, people);
            run(report, group, center, everybody, Math.max(1, rooms / 4), false);
            OptionalDouble half = run(report, group, center, everybody, Math.max(1, rooms / 2), true);
            OptionalDouble whole = run(report, group, center, everybody, rooms, true);
            report.slope("all joins", half, whole);
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
        report.note("the load generator is this process and shares the processors with the server under test");
        report.finish(setup.out());
        Spawned.deleteTree(folder);
        return 0;
    }

    /** Returns the seconds that all joins took. */
    private OptionalDouble run(
            Report report, EventLoopGroup group, Center center, BenchPeople everybody, int count, boolean counted)
            throws Exception {
        var opened = everybody.rooms(count);
        long pid = center.process().pid();
        long before = Heap.live(pid);
        FanOutLoad load = new FanOutLoad(group);
        long start = System.nanoTime();
        try (RoomLoad tabs = RoomLoad.join(group, center, everybody, opened, load)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            double heap = (Heap.live(pid) - before) / 1024.0 / tabs.tabs();
            FanOutLoad.Flow steady = load.steady(rate * tabs.tabs(), MEASURED, new Nothing());
            FanOutLoad.Flow most = load.saturate(WARM, MEASURED);
            if (counted) {
                String size = count + " x " + people;
                report.add(seconds, size, "all joined, s");
                report.add(tabs.joins().at(0.5), size, "join p50, ms");
                report.add(tabs.joins().at(0.99), size, "join p99, ms");
                report.add(heap, size, "heap of a session in a room, KiB");
                report.add(
                        steady.deliveriesPerSecond(),
                        size,
                        "deliveries/s at " + rate + " messages a person and second");
                report.add(steady.p99(), size, "own message back p99 then, ms");
                report.add(most.deliveriesPerSecond(), size, "deliveries/s, saturated");
            }
            System.out.printf(
                    "  %d rooms of %d: joined in %.1f s, %.0f deliveries/s at most%n",
                    count, people, seconds, most.deliveriesPerSecond());
            return OptionalDouble.of(seconds);
        }
    }

    private static final class Nothing implements FanOutLoad.Work {
        @Override
        public void start() {
            // nothing runs beside
        }

        @Override
        public void await() {
            // nothing to wait for
        }
    }
}
