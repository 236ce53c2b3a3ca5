package org.huizhen.gateway.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's durable store: what it has acknowledged is here until the center has confirmed it. */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    /**
     * Limits of a spool, in bytes.
     *
     * @param segmentSize a segment that has grown so long is followed by a new one
     * @param minimumFree with less free space nothing more is taken
     * @param largestInstance longer ones are refused
     */
    public record Limits(long segmentSize, long minimumFree, long largestInstance) {}

    private final Path directory;
    private final Limits limits;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final FileStore store;
    private final SegmentFolder folder;
    private final Ledger ledger;
    private final StateLog log;
    private final SpoolWriter writer;
    private volatile long freeBytes;

    private Spool(Path directory, Limits limits, Clock clock) throws IOException {
        this.directory = directory;
        this.limits = limits;
        createDurably(directory.toAbsolutePath());
        lockFile = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock = lockFile.tryLock();
        if (lock == null) {
            lockFile.close();
            throw new IOException("another gateway uses " + directory);
        }
        store = Files.getFileStore(directory);
        freeBytes = store.getUsableSpace();
        Map<Integer, Path> segments = new TreeMap<>();
        int lastNumber = 0;
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Optional<Integer> number = SegmentFile.number(file);
                if (number.isPresent()) {
                    segments.put(number.get(), file);
                    lastNumber = Math.max(lastNumber, number.get());
                } else if (file.getFileName().toString().startsWith("free-")) {
                    Files.delete(file);
                }
            }
        }
        folder = new SegmentFolder(directory, lastNumber);
        ledger = new Ledger(folder, clock);
        List<SpoolEntry> entries = new ArrayList<>();
        int damaged = 0;
        for (Map.Entry<Integer, Path> segment : segments.entrySet()) {
            SegmentScan.Result found = SegmentScan.read(segment.getValue(), segment.getKey());
            entries.addAll(found.entries());
            damaged += found.damaged();
            if (!found.sealed()) {
                cut(segment.getKey(), segment.getValue(), found);
            }
        }
        entries.sort(Comparator.comparingLong(SpoolEntry::id));
        Path logFile = directory.resolve("state.log");
        log = StateLog.rewrite(logFile, ledger.restore(entries, StateLog.read(logFile), segments.keySet(), damaged));
        ledger.log(log);
        long lastId = entries.isEmpty() ? 0 : entries.getLast().id();
        writer = new SpoolWriter(folder, ledger, limits.segmentSize(), lastId, clock);
        writer.start();
        LOG.info("spool open: {} segments, {} instances, {} damaged", segments.size(), entries.size(), damaged);
    }

    /**
     * Opens the spool in the folder, mending what a crash left.
     *
     * @throws UncheckedIOException when the folder cannot be used, or another process uses it
     */
    public static Spool open(Path directory, Limits limits, Clock clock) {
        try {
            return new Spool(directory, limits, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the spool in " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Begins one instance.
     *
     * @throws SpoolException with {@code DISK_FULL} when there is less free space than configured
     */
    public Incoming begin() {
        if (!hasRoom()) {
            throw new SpoolException(
                    SpoolException.Reason.DISK_FULL,
                    "less than " + limits.minimumFree() + " bytes free, see spool.minimumFree");
        }
        return new Incoming(writer, limits.largestInstance());
    }

    public Ledger ledger() {
        return ledger;
    }

    /**
     * Free space beside the spool now, bytes. Asked for every instance: it costs microseconds, and in half a second a fast
     * sender fills what an older answer still promised.
     */
    public long freeBytes() {
        try {
            freeBytes = store.getUsableSpace();
        } catch (IOException e) {
            LOG.warn("cannot read the free space of {}: {}", directory, e.getMessage());
        }
        return freeBytes;
    }

    public boolean hasRoom() {
        return freeBytes() - writer.memory().taken() >= limits.minimumFree();
    }

    /**
     * The bytes of an instance; buffer it for small reads.
     *
     * @throws UncheckedIOException when the segment cannot be read
     */
    public InputStream read(SpoolEntry entry) {
        try {
            FileChannel channel = FileChannel.open(folder.path(entry.segment()), StandardOpenOption.READ);
            channel.position(entry.offset());
            return new Slice(channel, entry.length());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read instance " + entry.id() + " of the spool", e);
        }
    }

    /** A folder whose own name is lost takes all that is in it along; one made before the last crash may not be durable. */
    private static void createDurably(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
            try {
                SegmentFile.syncDirectory(parent);
            } catch (AccessDeniedException e) {
                LOG.debug("{} is not ours to sync", parent);
                return;
            }
        }
    }

    /** Ends a segment that a crash left open: what is not whole was not acknowledged. */
    private void cut(int number, Path path, SegmentScan.Result found) throws IOException {
        if (found.damaged() > 0) {
            Path kept = directory.resolve("damaged");
            Files.createDirectories(kept);
            Files.copy(path, kept.resolve(path.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            LOG.error("segment {} has {} damaged instances; a copy is in {}", number, found.damaged(), kept);
            return; // not sealed: its bytes are verified at every start until it is empty
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(found.end());
            ByteBuffer seal = SegmentFile.sealOf(
                    number, found.entries().stream().map(SpoolEntry::sha256).toList());
            while (seal.hasRemaining()) {
                channel.write(seal, found.end() + seal.position());
            }
            channel.force(true);
        }
    }

    /** Ends the running group, seals the segment, lets go of the folder. */
    @Override
    public void close() {
        writer.close();
        try {
            log.close();
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("closing the spool: {}", e.getMessage());
        }
    }

    /** A stretch of a file as a stream. */
    private static final class Slice extends InputStream {
        private final FileChannel channel;
        private final InputStream in;
        private long left;

        Slice(FileChannel channel, long length) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int read = in.read(target, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new IOException("the segment ends within an instance");
            }
            left -= read;
            return read;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
