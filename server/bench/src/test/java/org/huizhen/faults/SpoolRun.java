package org.huizhen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.huizhen.gateway.spool.Description;
import org.huizhen.gateway.spool.Incoming;
import org.huizhen.gateway.spool.InstanceHeader;
import org.huizhen.gateway.spool.Origin;
import org.huizhen.gateway.spool.Spool;
import org.huizhen.gateway.spool.SpoolException;

/**
 * A modality that sends, a spool, a center that takes: what was sent and what of it was acknowledged, over losses of
 * power. What is not acknowledged is sent again after the next start.
 */
final class SpoolRun {
    static final int LARGE = (8 << 20) + 5000;
    private static final Spool.Limits LIMITS = new Spool.Limits(64 << 10, 1, 64 << 20);

    /** An instance as the modality holds it. */
    record Sent(String uid, String study, byte[] bytes) {}

    private final RememberingCenter center = new RememberingCenter();
    private final CopyOnWriteArrayList<Sent> sent = new CopyOnWriteArrayList<>();
    private final CopyOnWriteArrayList<Sent> acknowledged = new CopyOnWriteArrayList<>();
    private FaultyFiles disk;
    private Spool spool;

    SpoolRun(FaultyFiles disk) {
        this.disk = disk;
    }

    RememberingCenter center() {
        return center;
    }

    Spool spool() {
        return spool;
    }

    List<Sent> acknowledged() {
        return List.copyOf(acknowledged);
    }

    static Sent instance(String study, int number, int length) {
        byte[] bytes = new byte[length];
        new Random(study.hashCode() + number).nextBytes(bytes);
        return new Sent(study + "." + number, study, bytes);
    }

    /** False when the disk does not let it. */
    boolean open() {
        try {
            spool = Spool.open(disk.fileSystem().getPath("/var/spool/huizhen"), LIMITS, Clock.systemUTC());
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    void close() {
        if (spool != null) {
            spool.close();
            spool = null;
        }
    }

    void send(Sent... instances) {
        for (Sent one : instances) {
            sent.addIfAbsent(one);
            store(one);
        }
    }

    /** From an association each. */
    void sendAtOnce(Sent... instances) {
        sent.addAll(List.of(instances));
        try (var associations = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Sent one : instances) {
                associations.execute(() -> store(one));
            }
        }
    }

    private void store(Sent one) {
        try {
            Incoming incoming = spool.begin();
            int piece = Math.max(1, one.bytes().length / 5);
            try {
                for (int at = 0; at < one.bytes().length; at += piece) {
                    incoming.append(
                            ByteBuffer.wrap(one.bytes(), at, Math.min(piece, one.bytes().length - at)), () -> {});
                }
            } catch (SpoolException e) {
                incoming.discard();
                return;
            }
            incoming.commit(new Description(
                            one.uid(),
                            "1.2.840.10008.5.1.4.1.1.2",
                            "1.2.840.10008.1.2.1",
                            new Origin("CT1", "10.0.0.5", ""),
                            new InstanceHeader(
                                    one.study(), one.study() + ".1", "P1", "张三", "M", "19700101", "CT", "", "")))
                    .toCompletableFuture()
                    .join();
            acknowledged.addIfAbsent(one);
        } catch (SpoolException e) {
            // refused: the modality sends it again later
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(SpoolException.class);
        }
    }

    void deliver() {
        try {
            center.drain(spool);
        } catch (UncheckedIOException e) {
            if (!disk.dead()) {
                throw e;
            }
        }
    }

    /** The next start, on what the disk has kept. */
    void startOn(FaultyFiles kept) {
        close();
        disk = kept;
    }

    /** The modality sends what was not acknowledged. */
    void sendTheRest() {
        List<Sent> rest = new ArrayList<>(sent);
        rest.removeAll(acknowledged);
        rest.forEach(this::store);
    }

    /** All that was acknowledged is at the center, and nothing that was never sent. */
    void assertNothingLostOrMadeUp() {
        assertThat(spool.ledger().totals().damaged()).as("damaged").isZero();
        assertThat(spool.ledger().totals().waitingInstances()).as("waiting").isZero();
        assertThat(spool.ledger().totals().refused()).as("refused").isZero();
        for (Sent one : acknowledged) {
            assertThat(center.of(one.uid()))
                    .as("acknowledged %s at the center", one.uid())
                    .anyMatch(bytes -> Arrays.equals(bytes, one.bytes()));
        }
        for (String uid : center.uids()) {
            assertThat(center.of(uid))
                    .as("at the center as %s", uid)
                    .allMatch(bytes ->
                            sent.stream().anyMatch(one -> one.uid().equals(uid) && Arrays.equals(one.bytes(), bytes)));
        }
        assertThat(acknowledged).as("acknowledged in the end").hasSameSizeAs(sent);
    }
}
