package org.huizhen.gateway.forward;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.huizhen.config.GatewaySettings;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the connections to the center busy: takes the next task from the ledger whenever one of them is free. Without
 * a pairing it does nothing and says so.
 */
public final class Forwarder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
    /** A center that does not answer is asked so often, and not all clinics at the same moment. */
    private static final Duration EAGER = Duration.ofSeconds(4);
    /** Instances of one association arrive in quick succession: a moment's patience makes one delta of them. */
    private static final Duration GATHER = Duration.ofMillis(40);

    private final Spool spool;
    private final GatewaySettings.Forward settings;
    private final Clock clock;
    private final Line line;
    private final CenterStudies studies = new CenterStudies();
    private final SendOrder order;
    private final Optional<Pairing> pairing;
    private final Path words;
    private final Optional<CenterClient> client;
    private final Semaphore free;
    private volatile boolean stopped;
    private Thread dispatcher;
    private Thread heart;

    /**
     * @param devices whose priority decides what is sent first
     * @param words file that keeps what the center last said
     */
    public Forwarder(
            GatewaySettings.Forward settings,
            List<GatewaySettings.Device> devices,
            Optional<Pairing> pairing,
            Path words,
            Spool spool,
            Clock clock) {
        this.order = new SendOrder(devices);
        spool.ledger().urgency(order);
        this.spool = spool;
        this.settings = settings;
        this.clock = clock;
        this.pairing = pairing;
        this.words = words;
        this.client = pairing.map(
                paired -> new CenterClient(paired.url(), Optional.of(paired.token()), paired.certificatePin()));
        this.line = new Line(clock, backoff(), pairing.isPresent());
        this.free = new Semaphore(settings.connections());
    }

    /** Begins to send, and to tell the center every {@code forward.heartbeat} how things are. */
    public void start(String version) {
        if (pairing.isEmpty()) {
            LOG.warn("not paired with a center: instances are received and kept");
            return;
        }
        Delivery delivery = new Delivery(
                spool, client.orElseThrow(), pairing.get().gatewayId(), settings.compress(), backoff(), clock);
        Heartbeat.Told told = new Heartbeat.Told(
                studies, order, new CenterWords(words, pairing.get().gatewayId()));
        told.remember();
        Heartbeat heartbeat = new Heartbeat(pairing.get(), client.orElseThrow(), version, spool, line, told, clock);
        dispatcher = Thread.ofVirtual().name("forward").start(() -> dispatch(delivery));
        heart = Thread.ofVirtual().name("heartbeat").start(() -> beat(heartbeat, delivery));
    }

    public Line.View line() {
        return line.view();
    }

    public CenterStudies studies() {
        return studies;
    }

    public Optional<Pairing> pairing() {
        return pairing;
    }

    /** Bytes of store bodies so far, as they travel. */
    public long sentBytes() {
        return client.map(CenterClient::sentBytes).orElse(0L);
    }

    private Backoff backoff() {
        return new Backoff(settings.firstRetry(), settings.longestRetry());
    }

    private void beat(Heartbeat heartbeat, Delivery delivery) {
        try {
            while (!stopped) {
                if (heartbeat.beat()) {
                    delivery.centerIsBack();
                }
                Thread.sleep(untilNextBeat());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration untilNextBeat() {
        Duration eager = new Backoff(EAGER, EAGER).delay(1);
        return line.down() && eager.compareTo(settings.heartbeat()) < 0 ? eager : settings.heartbeat();
    }

    private void dispatch(Delivery delivery) {
        try {
            while (!stopped) {
                Duration pause = line.pause();
                if (pause.isPositive()) {
                    Thread.sleep(pause.compareTo(LOOK_AGAIN) < 0 ? pause : LOOK_AGAIN);
                    continue;
                }
                free.acquire();
                Optional<Task> task = next();
                if (task.isPresent()) {
                    Thread.ofVirtual().name("deliver").start(() -> deliver(delivery, task.get()));
                } else {
                    free.release();
                    spool.ledger().awaitWork(LOOK_AGAIN);
                    Thread.sleep(GATHER);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Task> next() {
        try {
            return spool.ledger().next(settings.batchBytes(), settings.batchInstances(), settings.connections());
        } catch (RuntimeException e) {
            LOG.error("no task can be chosen", e); // this thread is the only one that sends: it must go on
            return Optional.empty();
        }
    }

    private void deliver(Delivery delivery, Task task) {
        Instant started = clock.instant();
        try {
            if (delivery.perform(task) && line.answered()) {
                delivery.centerIsBack();
            }
        } catch (CenterException e) {
            if (!stopped) {
                line.failed(started, e);
                LOG.info("the center is not served: {}", e.reason());
            }
        } finally {
            free.release();
        }
    }

    /** Stops beginning tasks, gives running ones a few seconds, then breaks them off: they are resumed at the next start. */
    @Override
    public void close() {
        stopped = true;
        if (dispatcher != null) {
            dispatcher.interrupt();
            heart.interrupt();
            try {
                if (!free.tryAcquire(settings.connections(), 3, TimeUnit.SECONDS)) {
                    LOG.info("stopping with requests under way");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        client.ifPresent(CenterClient::close);
    }
}
