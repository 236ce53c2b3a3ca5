package org.huizhen.bench;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** People in rooms, each of whose messages comes to everybody in the room, themselves included. Counts what is delivered. */
final class FanOutLoad {
    /** A client may send 50 messages a second, acknowledgements among them. */
    private static final long AT_LEAST_APART = TimeUnit.MILLISECONDS.toNanos(23);

    private final EventLoopGroup group;
    private final LongAdder delivered = new LongAdder();
    private final List<Talker> talkers = new ArrayList<>();
    private volatile Percentiles echoes = new Percentiles();
    private volatile boolean again;

    FanOutLoad(EventLoopGroup group) {
        this.group = group;
    }

    /** Somebody in a room. */
    final class Talker {
        private final EventLoop loop = group.next();
        private volatile Runnable voice = () -> {};
        private volatile long saidAt;

        void voice(Runnable action) {
            voice = action;
        }

        private void say() {
            saidAt = System.nanoTime();
            voice.run();
        }

        /** A message has come. @param own what this one said */
        void heard(boolean own) {
            delivered.increment();
            if (own) {
                long took = System.nanoTime() - saidAt;
                echoes.add(took / 1e6);
                if (again) {
                    loop.schedule(this::say, Math.max(0, AT_LEAST_APART - took), TimeUnit.NANOSECONDS);
                }
            }
        }
    }

    Talker add() {
        Talker talker = new Talker();
        talkers.add(talker);
        return talker;
    }

    /** What went through in a stretch of time. @param p99 until one's own message is back, ms */
    record Flow(double deliveriesPerSecond, double p50, double p99) {}

    /** Everybody speaks again as soon as they have heard themselves. */
    Flow saturate(Duration warm, Duration measured) throws InterruptedException {
        again = true;
        talkers.forEach(talker -> talker.loop.execute(talker::say));
        TimeUnit.NANOSECONDS.sleep(warm.toNanos());
        Flow flow = measure(measured);
        again = false;
        TimeUnit.SECONDS.sleep(1);
        return flow;
    }

    /** Everybody speaks at an even rate, heard or not, while {@code beside} runs. */
    Flow steady(double messagesPerSecond, Duration measured, Work beside) throws Exception {
        long apart = (long) (talkers.size() / messagesPerSecond * 1e9);
        List<Future<?>> timers = new ArrayList<>();
        for (Talker talker : talkers) {
            long first = ThreadLocalRandom.current().nextLong(apart);
            timers.add(talker.loop.scheduleAtFixedRate(talker::say, first, apart, TimeUnit.NANOSECONDS));
        }
        try {
            TimeUnit.SECONDS.sleep(2);
            beside.start();
            return measure(measured);
        } finally {
            timers.forEach(timer -> timer.cancel(false));
            beside.await();
            TimeUnit.SECONDS.sleep(1);
        }
    }

    /** What runs beside a steady load. */
    interface Work {
        void start();

        void await() throws Exception;
    }

    private Flow measure(Duration measured) throws InterruptedException {
        echoes = new Percentiles();
        long before = delivered.sum();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(measured.toNanos());
        double rate = (delivered.sum() - before) / ((System.nanoTime() - start) / 1e9);
        return new Flow(rate, echoes.at(0.5), echoes.at(0.99));
    }
}
