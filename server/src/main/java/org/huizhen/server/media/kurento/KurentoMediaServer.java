package org.huizhen.server.media.kurento;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.media.MediaMetrics;
import org.huizhen.server.media.MediaRoom;
import org.huizhen.server.media.MediaServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kurento Media Server. One keeper thread connects, asks every few seconds whether it is well, and makes a new client when it is
 * not; what the client says of its connection is a hint to ask at once.
 */
public final class KurentoMediaServer implements MediaServer {
    private static final Logger LOG = LoggerFactory.getLogger(KurentoMediaServer.class);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final KurentoSettings settings;
    private final MediaMetrics metrics;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("media-", 0).factory());
    private final Set<KurentoRoom> rooms = ConcurrentHashMap.newKeySet();
    private final Semaphore wake = new Semaphore(0);
    private final Orphans orphans;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread keeper;
    private volatile KurentoLine line;
    private boolean complained;

    /** Nothing is asked before {@link #start}. */
    public KurentoMediaServer(KurentoSettings settings, MediaMetrics metrics) {
        this.settings = settings;
        this.metrics = metrics;
        this.orphans = new Orphans(prefix(), metrics);
        this.keeper = Thread.ofVirtual().name("media-keeper").unstarted(this::keep);
        metrics.watch(this::well);
    }

    public void start() {
        keeper.start();
    }

    @Override
    public boolean well() {
        KurentoLine now = line;
        return now != null && now.up();
    }

    private String prefix() {
        return "huizhen " + settings.installation() + " ";
    }

    @Override
    public MediaRoom open(String room, MediaRoom.Listener listener) {
        KurentoLine now = line;
        KurentoRoom opened =
                new KurentoRoom(this, now, prefix() + room + " " + Uuids.next(), settings.negotiations(), listener);
        metrics.rooms(1);
        rooms.add(opened);
        // The second look is for a line that was lost in between.
        if (now == null || now != line || closed.get()) {
            threads.execute(opened::lost);
        }
        return opened;
    }

    private void keep() {
        Duration pause = settings.retry();
        while (!closed.get()) {
            Duration wait = settings.probe();
            try {
                if (line == null) {
                    connect();
                } else {
                    line.probe();
                }
                orphans.look(line, rooms);
                pause = settings.retry();
            } catch (RuntimeException e) {
                if (closed.get()) {
                    return;
                }
                metrics.probeFailed();
                complain(e);
                lose();
                wait = pause;
                pause = pause.multipliedBy(2).compareTo(settings.probe()) > 0
                        ? settings.probe()
                        : pause.multipliedBy(2);
            }
            try {
                if (wake.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void connect() {
        KurentoLine made = KurentoLine.open(settings, threads, this::suspect);
        line = made;
        complained = false;
        metrics.connected();
        LOG.info("the media server at {} answers, version {}", settings.uri(), made.version());
    }

    /** One line in the log, however long it stays away. */
    private void complain(RuntimeException e) {
        if (!complained) {
            complained = true;
            LOG.warn("the media server at {} does not answer: {}", settings.uri(), e.getMessage());
        }
    }

    private void lose() {
        KurentoLine before = line;
        line = null;
        orphans.forget();
        for (KurentoRoom room : List.copyOf(rooms)) {
            room.lost();
        }
        if (before != null) {
            before.close();
        }
    }

    /** Asks soon whether it is well. */
    void suspect() {
        wake.release();
    }

    void forget(KurentoRoom room) {
        rooms.remove(room);
    }

    ExecutorService threads() {
        return threads;
    }

    MediaMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        keeper.interrupt();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        CompletableFuture<?>[] ends = rooms.stream().map(KurentoRoom::ended).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the media server has not released everything; the next start does", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        KurentoLine before = line;
        line = null;
        if (before != null) {
            before.close();
        }
        threads.shutdownNow();
    }
}
