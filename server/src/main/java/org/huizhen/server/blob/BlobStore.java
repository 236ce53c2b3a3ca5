package org.huizhen.server.blob;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;
import org.huizhen.server.core.Uuids;

/**
 * A file per instance below one folder: temporary → fsync → rename → fsync of the directory; the caller commits to the
 * database afterwards. Paths come from the blob's id alone: {@code <49 days>/<65 s>/<uuid>}.
 */
public final class BlobStore implements AutoCloseable {
    private static final int SYNCS_AT_ONCE = 8;
    private static final int MOST_REMEMBERED = 1000;
    private static final String INCOMING = "incoming";
    private static final String ORPHANS = "orphans";

    private final Path root;
    private final Path incoming;
    private final Path orphans;
    private final FileStore disk;
    private final long reserve;
    private final AtomicLong promised = new AtomicLong();
    private final ExecutorService syncs;
    /** Folders whose own names are durable; another process or a failed request may have left others that are not. */
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

    /**
     * Opens or creates the store.
     *
     * @param reserve bytes of the disk that are never filled
     */
    public BlobStore(Path root, long reserve) {
        this.root = root;
        this.incoming = root.resolve(INCOMING);
        this.orphans = root.resolve(ORPHANS);
        this.reserve = reserve;
        this.syncs = Executors.newFixedThreadPool(
                SYNCS_AT_ONCE,
                Thread.ofPlatform().daemon().name("blob-sync-", 0).factory());
        try {
            Files.createDirectories(incoming);
            Files.createDirectories(orphans);
            syncAbove();
            this.disk = Files.getFileStore(root);
        } catch (IOException e) {
            throw new BlobException("cannot open " + root, e);
        }
    }

    /** Room set aside for a request until it is closed. */
    public final class Room implements AutoCloseable {
        private final long bytes;

        private Room(long bytes) {
            this.bytes = bytes;
            promised.addAndGet(bytes);
        }

        @Override
        public void close() {
            promised.addAndGet(-bytes);
        }
    }

    /** @throws ApiException {@code out-of-space} when the bytes would eat into the reserve */
    public Room reserve(long bytes) {
        if (free() - promised.get() < bytes) {
            throw new ApiException(ErrorCode.OUT_OF_SPACE);
        }
        return new Room(bytes);
    }

    /** Bytes that may still be written without touching the reserve; a metric. */
    public long free() {
        try {
            return disk.getUsableSpace() - reserve;
        } catch (IOException e) {
            throw new BlobException("cannot measure " + root, e);
        }
    }

    public StagedBlob stage() {
        try {
            return new StagedBlob(incoming.resolve(Uuids.next() + ".part"), syncs);
        } catch (IOException e) {
            throw new BlobException("cannot create a file in " + incoming, e);
        }
    }

    /** Gives sealed files their ids and names and syncs each directory once; afterwards they survive a loss of power. */
    public void publish(Collection<StagedBlob> blobs) {
        Set<Path> touched = new LinkedHashSet<>();
        Set<Path> folders = new LinkedHashSet<>();
        try {
            for (StagedBlob blob : blobs) {
                blob.awaitSealed();
                if (blob.published()) {
                    continue;
                }
                BlobId id = BlobId.next();
                Path target = path(id);
                for (Path folder = target.getParent(); !folder.equals(root); folder = folder.getParent()) {
                    if (!durable.contains(folder) && folders.add(folder)) {
                        Files.createDirectories(folder);
                        touched.add(folder.getParent());
                    }
                }
                blob.moveTo(target, id);
                touched.add(target.getParent());
            }
            for (Path directory : touched) {
                syncDirectory(directory);
            }
            if (durable.size() > MOST_REMEMBERED) {
                durable.clear();
            }
            durable.addAll(folders);
        } catch (IOException e) {
            throw new BlobException("cannot publish into " + root, e);
        }
    }

    /** @throws BlobException when the file is missing or cannot be read */
    public FileChannel open(BlobId id) {
        try {
            return FileChannel.open(path(id), StandardOpenOption.READ);
        } catch (IOException e) {
            throw new BlobException("cannot open blob " + id, e);
        }
    }

    public Path path(BlobId id) {
        return root.resolve(folder(id.time())).resolve(id.toString());
    }

    /** Removes a published file that no row names; absent is fine. */
    public void delete(BlobId id) {
        try {
            Files.deleteIfExists(path(id));
        } catch (IOException e) {
            throw new BlobException("cannot delete blob " + id, e);
        }
    }

    /** Every published file, in no order; to be closed. */
    public Stream<BlobId> published() {
        try {
            return Files.walk(root, 3)
                    .filter(file -> !file.startsWith(incoming) && !file.startsWith(orphans))
                    .flatMap(file -> BlobId.ofName(file.getFileName().toString()).stream());
        } catch (IOException e) {
            throw new BlobException("cannot list " + root, e);
        }
    }

    Path root() {
        return root;
    }

    Path incoming() {
        return incoming;
    }

    Path orphans() {
        return orphans;
    }

    /** Takes a published file out of the way, into the folder of that day. */
    void setAside(Path file, LocalDate day) throws IOException {
        Path folder = Files.createDirectories(orphans.resolve(day.toString()));
        Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Puts every file that was set aside back to its place, for whoever looks for lost rows; answers how many. */
    public int takeBack() {
        int taken = 0;
        try (Stream<Path> files = Files.walk(orphans, 2)) {
            for (Path file : files.toList()) {
                Optional<BlobId> id = BlobId.ofName(file.getFileName().toString());
                if (id.isPresent()) {
                    Path place = path(id.get());
                    Files.createDirectories(place.getParent());
                    Files.move(file, place, StandardCopyOption.ATOMIC_MOVE);
                    syncDirectory(place.getParent());
                    syncDirectory(place.getParent().getParent());
                    taken++;
                }
            }
            syncDirectory(root);
        } catch (IOException e) {
            throw new BlobException("cannot take back what was set aside in " + orphans, e);
        }
        return taken;
    }

    static String folder(long time) {
        return String.format(java.util.Locale.ROOT, "%04x/%04x", time >>> 32, (time >>> 16) & 0xFFFF);
    }

    /** A folder whose own name is lost takes along all that is in it. */
    private void syncAbove() throws IOException {
        for (Path parent = root.toAbsolutePath().getParent(); parent != null; parent = parent.getParent()) {
            try {
                syncDirectory(parent);
            } catch (AccessDeniedException e) {
                return; // what is above is somebody else's and was there before us
            }
        }
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            throw new IOException("directory vanished: " + directory, e);
        }
    }

    /** What a metric shows of the store. */
    public Map<String, Long> figures() {
        return Map.of("free", free(), "promised", promised.get());
    }

    @Override
    public void close() {
        syncs.shutdown();
    }
}
