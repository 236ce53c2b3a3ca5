package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.huizhen.gateway.spool.Incoming.Commit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records, one group at a time: takes all instances that are whole, appends them, syncs once, and only then
 * lets them be acknowledged. While one group is synced, the next gathers.
 */
final class SpoolWriter implements AutoCloseable {
    static final long LARGEST_IN_MEMORY = 8L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final long IN_MEMORY = 64L << 20;
    private static final int LARGEST_GROUP = 256;
    /** Below this many bytes, a thread switch costs more than the digest. */
    private static final int SMALL = 64 << 10;

    private static final Commit STOP = new Commit(
            new Description("", "", "", new Origin("", "", ""), InstanceHeader.UNKNOWN),
            Digesting.done(new Sha256(new byte[Sha256.LENGTH])),
            0,
            0,
            Optional.empty(),
            List.of(),
            () -> {},
            new CompletableFuture<>());

    private final SegmentFolder folder;
    private final Ledger ledger;
    private final long segmentSize;
    private final Clock clock;
    private final MemoryBudget memory = new MemoryBudget(IN_MEMORY);
    private final LinkedTransferQueue<Commit> queue = new LinkedTransferQueue<>();
    private final Thread thread = new Thread(this::run, "spool-writer");
    private final ReentrantLock writing = new ReentrantLock();
    private final BlockOutput output = new BlockOutput();
    private final ExecutorService digester = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("spool-digest").factory());
    private volatile boolean closed;
    private SegmentFile active;
    private long lastId;

    SpoolWriter(SegmentFolder folder, Ledger ledger, long segmentSize, long lastId, Clock clock) {
        this.folder = folder;
        this.ledger = ledger;
        this.segmentSize = segmentSize;
        this.lastId = lastId;
        this.clock = clock;
    }

    void start() {
        thread.start();
    }

    MemoryBudget memory() {
        return memory;
    }

    /**
     * Makes the instance durable: on the caller's thread when nobody writes, which spares two thread switches, else
     * with the next group of the writer's thread, while the caller digests it. The caller must not be interrupted: that
     * would close the file.
     */
    void submit(Commit commit) {
        if (!closed && writing.tryLock()) {
            try {
                if (commit.length() > SMALL) {
                    digester.execute(commit.digesting()::compute);
                }
                List<Commit> group = new ArrayList<>();
                group.add(commit);
                queue.drainTo(group, LARGEST_GROUP - 1);
                if (group.remove(STOP)) {
                    queue.add(STOP);
                }
                commit(group);
            } finally {
                writing.unlock();
            }
            return;
        }
        queue.add(commit);
        if (closed && queue.remove(commit)) {
            fail(commit, new SpoolException(SpoolException.Reason.CLOSED, "the spool is closing"));
        }
        commit.digesting().compute();
    }

    SegmentFile createSegment() throws IOException {
        return folder.create();
    }

    void discard(SegmentFile segment) {
        folder.discard(segment);
    }

    private void run() {
        List<Commit> group = new ArrayList<>();
        while (true) {
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                continue; // nobody interrupts this thread: an interrupt would close the file it writes
            }
            writing.lock();
            try {
                queue.drainTo(group, LARGEST_GROUP - 1);
                boolean last = group.remove(STOP);
                commit(group);
                group.clear();
                if (last) {
                    sealActive();
                    return;
                }
            } finally {
                writing.unlock();
            }
        }
    }

    private void commit(List<Commit> group) {
        if (group.isEmpty()) {
            return;
        }
        Group written = new Group();
        try {
            for (Commit commit : group) {
                written.add(commit);
            }
            written.sync();
        } catch (IOException | RuntimeException e) {
            LOG.error("the spool cannot be written; {} instances are refused: {}", group.size(), e.toString());
            output.reset();
            abandonActive();
            for (Commit commit : group) {
                commit.own().ifPresent(folder::discard);
                fail(commit, new SpoolException(SpoolException.Reason.DISK_FAILED, "the spool cannot be written", e));
            }
            return;
        }
        written.publish();
        if (active != null && active.position() >= segmentSize) {
            sealActive();
        }
    }

    private static void fail(Commit commit, SpoolException e) {
        commit.release();
        commit.outcome().completeExceptionally(e);
    }

    /** After a failed sync nobody knows what of the segment is on disk: nothing is added to it any more. */
    private void abandonActive() {
        if (active != null) {
            try {
                active.cutBack();
            } catch (IOException e) {
                LOG.warn("cannot cut back {}: {}", active.path(), e.getMessage());
            }
            folder.close(active);
            ledger.sealed(active.number());
            active = null;
        }
    }

    private void sealActive() {
        if (active == null) {
            return;
        }
        try {
            active.seal();
        } catch (IOException e) {
            LOG.warn("cannot seal {}: {}", active.path(), e.getMessage());
        }
        folder.close(active);
        ledger.sealed(active.number());
        active = null;
    }

    private SegmentFile active() throws IOException {
        if (active == null) {
            active = folder.create();
            ledger.opened(active.number());
        }
        return active;
    }

    /** A new instance whose bytes are in a segment. */
    private record Written(Commit commit, long id, SegmentFile segment, long dataAt, Instant at, boolean quarantined) {
        SpoolEntry entry() {
            return new SpoolEntry(
                    id,
                    segment.number(),
                    dataAt,
                    commit.length(),
                    commit.sha256(),
                    at,
                    quarantined,
                    commit.description());
        }
    }

    /** What one sync makes durable. */
    private final class Group {
        /** Where the next record of the active segment begins; 0 until this group has one there. */
        private long next;

        private final List<Written> written = new ArrayList<>();
        private final List<Integer> own = new ArrayList<>();
        private final List<Runnable> answers = new ArrayList<>();

        void add(Commit commit) throws IOException {
            Receipt receipt = classify(commit);
            switch (receipt) {
                case STORED, QUARANTINED -> written.add(write(commit, receipt == Receipt.QUARANTINED));
                case DUPLICATE, OTHER_ENCODING -> {
                    // answered after the sync too: the first one may be in this very group
                    commit.own().ifPresent(folder::discard);
                    ledger.repeated(commit.description(), receipt);
                }
            }
            answers.add(() -> {
                commit.release();
                commit.outcome().complete(receipt);
            });
        }

        /** Only an instance whose UID is known already has to be digested before it can be written. */
        private Receipt classify(Commit commit) {
            List<SpoolEntry> known =
                    new ArrayList<>(ledger.known(commit.description().sopInstanceUid()));
            for (Written other : written) {
                if (other.commit()
                        .description()
                        .sopInstanceUid()
                        .equals(commit.description().sopInstanceUid())) {
                    known.add(other.entry());
                }
            }
            return known.isEmpty()
                    ? Receipt.STORED
                    : Receipt.of(commit.description().transferSyntaxUid(), commit.sha256(), known);
        }

        private Written write(Commit commit, boolean quarantined) throws IOException {
            Instant now = clock.instant();
            lastId = Math.max(lastId + 1, now.toEpochMilli() * 1000);
            boolean ownSegment = commit.own().isPresent();
            SegmentFile segment = ownSegment ? commit.own().get() : active();
            long start = ownSegment ? SegmentFile.HEADER_LENGTH : next > 0 ? next : segment.position();
            ByteBuffer header = SpoolRecord.header(
                    new SpoolRecord.Header(
                            lastId,
                            segment.number(),
                            0,
                            commit.length(),
                            commit.crc(),
                            quarantined,
                            now,
                            commit.description()),
                    ownSegment ? SpoolRecord.LONGEST_HEADER : 0);
            long dataAt = start + header.remaining();
            if (ownSegment) {
                segment.writeAt(header, start);
                segment.sync();
                segment.digested(commit.sha256());
                segment.seal();
                folder.close(segment);
                ledger.opened(segment.number());
                own.add(segment.number());
            } else {
                output.put(header, segment);
                for (ByteBuffer part : commit.parts()) {
                    output.put(part, segment);
                }
                output.pad();
                next = BlockOutput.roundUp(dataAt + commit.length());
            }
            return new Written(commit, lastId, segment, dataAt, now, quarantined);
        }

        void sync() throws IOException {
            if (next > 0) {
                output.flush(active);
                active.sync();
            }
        }

        void publish() {
            for (Written instance : written) {
                if (instance.segment() == active) {
                    active.digested(instance.commit().sha256());
                }
                ledger.received(instance.entry());
            }
            own.forEach(ledger::sealed);
            answers.forEach(Runnable::run);
        }
    }

    /** Writes what is whole, seals the segment, stops the thread. */
    @Override
    public void close() {
        closed = true;
        queue.add(STOP);
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        digester.shutdown();
        for (Commit commit = queue.poll(); commit != null; commit = queue.poll()) {
            fail(commit, new SpoolException(SpoolException.Reason.CLOSED, "the spool is closing"));
        }
    }
}
