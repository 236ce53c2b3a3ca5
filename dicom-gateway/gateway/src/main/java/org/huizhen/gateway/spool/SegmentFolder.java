package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes and removes segment files; numbers are given once. */
final class SegmentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);
    private static final int KEPT_FOR_REUSE = 2;

    private final Path directory;
    private final AtomicInteger lastNumber;
    private final List<Path> reusable = new ArrayList<>();

    SegmentFolder(Path directory, int lastNumber) {
        this.directory = directory;
        this.lastNumber = new AtomicInteger(lastNumber);
    }

    SegmentFile create() throws IOException {
        Optional<Path> recycled;
        synchronized (reusable) {
            recycled = reusable.isEmpty() ? Optional.empty() : Optional.of(reusable.removeLast());
        }
        return SegmentFile.create(directory, lastNumber.incrementAndGet(), recycled);
    }

    Path path(int number) {
        return directory.resolve(SegmentFile.name(number));
    }

    /** Takes a segment out of use whose instances are all released; keeps a few files for reuse. */
    void retire(int number) throws IOException {
        Path from = path(number);
        synchronized (reusable) {
            if (reusable.size() < KEPT_FOR_REUSE) {
                Path to = directory.resolve("free-" + number);
                Files.move(from, to);
                reusable.add(to);
                return;
            }
        }
        Files.deleteIfExists(from);
    }

    void close(SegmentFile segment) {
        try {
            segment.close();
        } catch (IOException e) {
            LOG.warn("cannot close {}: {}", segment.path(), e.getMessage());
        }
    }

    void discard(SegmentFile segment) {
        close(segment);
        try {
            Files.deleteIfExists(segment.path());
        } catch (IOException e) {
            LOG.warn("cannot delete {}: {}", segment.path(), e.getMessage());
        }
    }
}
