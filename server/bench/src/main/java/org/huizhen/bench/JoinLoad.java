package org.huizhen.bench;

import static org.huizhen.bench.BenchPeople.in;

import io.netty.channel.EventLoopGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** People who come into rooms and go again, so many a second; the time from asking to being in is measured. */
final class JoinLoad implements FanOutLoad.Work, AutoCloseable {
    static final int PER_SECOND = 40;

    /** Comes into a room, completes when in, and leaves afterwards. */
    interface Visitor {
        CompletableFuture<Void> join();

        CompletableFuture<Void> leave();

        void close();
    }

    private final List<Visitor> visitors;
    private final int joins;
    private final Percentiles took = new Percentiles();
    private final AtomicInteger failed = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

    JoinLoad(List<Visitor> visitors, int joins) {
        this.visitors = List.copyOf(visitors);
        this.joins = joins;
    }

    /** A tab for every person and room. */
    static List<Visitor> ours(EventLoopGroup group, Center center, BenchPeople people, List<String> rooms)
            throws Exception {
        List<Visitor> visitors = new ArrayList<>();
        for (String room : rooms) {
            for (int person = 0; person < people.users().size(); person++) {
                SignalTab tab = SignalTab.open(group, center.signalingPort(), people.token(person))
                        .get(30, TimeUnit.SECONDS);
                visitors.add(visitor(tab, in(room)));
            }
        }
        return visitors;
    }

    private static Visitor visitor(SignalTab tab, String room) {
        return new Visitor() {
            @Override
            public CompletableFuture<Void> join() {
                return tab.ask("room.join", room).thenAccept(snapshot -> {});
            }

            @Override
            public CompletableFuture<Void> leave() {
                return tab.ask("room.leave", room).thenAccept(left -> {});
            }

            @Override
            public void close() {
                tab.close();
            }
        };
    }

    @Override
    public void start() {
        done = new CompletableFuture<>();
        for (int i = 0; i < joins; i++) {
            Visitor visitor = visitors.get(i % visitors.size());
            boolean last = i == joins - 1;
            timer.schedule(() -> visit(visitor, last), i * 1_000_000L / PER_SECOND, TimeUnit.MICROSECONDS);
        }
    }

    private void visit(Visitor visitor, boolean last) {
        long start = System.nanoTime();
        CompletableFuture<Void> visit = visitor.join()
                .thenCompose(in -> {
                    took.add((System.nanoTime() - start) / 1e6);
                    return visitor.leave();
                })
                .exceptionally(failure -> {
                    failed.incrementAndGet();
                    return null;
                });
        synchronized (running) {
            running.add(visit);
        }
        if (last) {
            done.complete(null);
        }
    }

    @Override
    public void await() throws Exception {
        done.get(joins / PER_SECOND + 60L, TimeUnit.SECONDS);
        CompletableFuture<?>[] all;
        synchronized (running) {
            all = running.toArray(CompletableFuture[]::new);
        }
        CompletableFuture.allOf(all).get(60, TimeUnit.SECONDS);
    }

    /** @throws IllegalStateException where joins were refused */
    Percentiles took() {
        if (failed.get() > 0) {
            throw new IllegalStateException(failed.get() + " of " + joins + " joins were refused");
        }
        return took;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        visitors.forEach(Visitor::close);
    }
}
