package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
    private static final Commit STOP = new Commit(
            new Description("", "", "", new Origin("", "", ""), InstanceHeader.UNKNOWN),
            new Sha256(new byte[Sha256.LENGTH]),
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
     * with the next group of the writer's thread. The caller must not be interrupted: that would close the file.
     */
    void submit(Commit commit) {
        if (!closed && writing.tryLock()) {
            try {
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
            for (SegmentFile segment : written.dirty) {
                segment.sync();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("the spool cannot be written; {} instances are refused: {}", group.size(), e.toString());
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
        commit.release().run();
        commit.outcome().completeExceptionally(e);
    }

    /** After a failed sync nobody knows what of the segment is on disk: nothing is added to it any more. */
    private void abandonActive() {
        if (active != null) {
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

    /** What one sync makes durable. */
    private final class Group {
        private final Set<SegmentFile> dirty = new LinkedHashSet<>();
        private final List<SpoolEntry> entries = new ArrayList<>();
        private final List<Integer> own = new ArrayList<>();
        private final List<Runnable> answers = new ArrayList<>();

        void add(Commit commit) throws IOException {
            Receipt receipt = ledger.classify(commit.description(), commit.sha256(), entries);
            switch (receipt) {
                case STORED, QUARANTINED -> entries.add(write(commit, receipt == Receipt.QUARANTINED));
                case DUPLICATE, OTHER_ENCODING -> {
                    // answered after the sync too: the first one may be in this very group
                    commit.own().ifPresent(folder::discard);
                    commit.release().run();
                    ledger.repeated(commit.description(), receipt);
                }
            }
            answers.add(() -> commit.outcome().complete(receipt));
        }

        private SpoolEntry write(Commit commit, boolean quarantined) throws IOException {
            Instant now = clock.instant();
            lastId = Math.max(lastId + 1, now.toEpochMilli() * 1000);
            SegmentFile segment = commit.own().isPresent() ? commit.own().get() : active();
            dirty.add(segment);
            long start = commit.own().isPresent() ? SegmentFile.HEADER_LENGTH : segment.position();
            ByteBuffer header = SpoolRecord.header(
                    new SpoolRecord.Header(
                            lastId, segment.number(), 0, commit.length(), quarantined, now, commit.description()),
                    commit.own().isPresent() ? SpoolRecord.LONGEST_HEADER : 0);
            long dataAt = start + header.remaining();
            ByteBuffer trailer = SpoolRecord.trailer(lastId, commit.sha256());
            if (commit.own().isPresent()) {
                segment.append(trailer);
                segment.writeAt(header, start);
                segment.seal();
                folder.close(segment);
                dirty.remove(segment);
                ledger.opened(segment.number());
                own.add(segment.number());
            } else {
                List<ByteBuffer> all = new ArrayList<>(commit.parts().size() + 2);
                all.add(header);
                all.addAll(commit.parts());
                all.add(trailer);
                segment.append(all);
                commit.release().run();
            }
            return new SpoolEntry(
                    lastId,
                    segment.number(),
                    dataAt,
                    commit.length(),
                    commit.sha256(),
                    now,
                    quarantined,
                    commit.description());
        }

        void publish() {
            entries.forEach(ledger::received);
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
        for (Commit commit = queue.poll(); commit != null; commit = queue.poll()) {
            fail(commit, new SpoolException(SpoolException.Reason.CLOSED, "the spool is closing"));
        }
    }
}
