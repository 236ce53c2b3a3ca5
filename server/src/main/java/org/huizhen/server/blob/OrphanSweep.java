package org.huizhen.server.blob;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Sets files aside that a crash left between rename and commit, removes them when nobody has missed them for a month, and
 * removes temporary files of requests that never ended. A file without a row may also be a study whose row was lost, after
 * an older database was restored: that is why nothing is removed at once. The ids carry their time, so that only the
 * folders of the asked span are read.
 */
public final class OrphanSweep {
    private static final int BATCH = 1000;
    /** Uploads over thin lines last; the first file of a request waits as long as its last. */
    private static final Duration LONGEST_REQUEST = Duration.ofDays(1);

    static final Duration KEPT_ASIDE = Duration.ofDays(30);

    private final BlobStore store;
    private final Function<Set<UUID>, Set<UUID>> named;

    /** @param named which of the given ids some row names */
    public OrphanSweep(BlobStore store, Function<Set<UUID>, Set<UUID>> named) {
        this.store = store;
        this.named = named;
    }

    /** Sweeps what was begun in {@code [from, until)}; answers how many files went or were set aside. */
    public int sweep(Instant from, Instant until) {
        try {
            return sweepTemporary(until.minus(LONGEST_REQUEST))
                    + removeMissedByNobody(day(until.minus(KEPT_ASIDE)))
                    + sweepPublished(from.toEpochMilli(), until.toEpochMilli());
        } catch (IOException e) {
            throw new BlobException("cannot sweep " + store.root(), e);
        }
    }

    private int sweepTemporary(Instant until) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(store.incoming(), "*.part")) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(until) && Files.deleteIfExists(file)) {
                    removed++;
                }
            }
        }
        return removed;
    }

    private int removeMissedByNobody(LocalDate until) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> days = Files.newDirectoryStream(store.orphans(), "????-??-??")) {
            for (Path day : days) {
                if (LocalDate.parse(day.getFileName().toString()).isBefore(until)) {
                    removed += removeDay(day);
                }
            }
        }
        return removed;
    }

    private static int removeDay(Path day) throws IOException {
        int removed = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(day)) {
            for (Path file : files) {
                Files.delete(file);
                removed++;
            }
        }
        Files.delete(day);
        return removed;
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private int sweepPublished(long from, long until) throws IOException {
        int removed = 0;
        for (Path upper : folders(store.root(), from >>> 32, until >>> 32)) {
            long base = Long.parseLong(upper.getFileName().toString(), 16) << 32;
            for (Path folder : folders(upper, 0, 0xFFFF)) {
                long begin = base | Long.parseLong(folder.getFileName().toString(), 16) << 16;
                if (begin + 0xFFFF >= from && begin < until) {
                    removed += sweepFolder(folder, from, until);
                }
            }
        }
        return removed;
    }

    private int sweepFolder(Path folder, long from, long until) throws IOException {
        int removed = 0;
        Map<UUID, Path> batch = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                BlobId id = BlobId.ofName(file.getFileName().toString()).orElse(null);
                if (id == null || id.time() < from || id.time() >= until) {
                    continue;
                }
                batch.put(id.value(), file);
                if (batch.size() == BATCH) {
                    removed += setAside(batch, day(Instant.ofEpochMilli(until)));
                }
            }
        }
        return removed + setAside(batch, day(Instant.ofEpochMilli(until)));
    }

    private int setAside(Map<UUID, Path> batch, LocalDate day) throws IOException {
        if (batch.isEmpty()) {
            return 0;
        }
        batch.keySet().removeAll(named.apply(Set.copyOf(batch.keySet())));
        for (Path file : batch.values()) {
            store.setAside(file, day);
        }
        int removed = batch.size();
        batch.clear();
        return removed;
    }

    private static List<Path> folders(Path parent, long from, long until) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.matches("[0-9a-f]{4,}") && Files.isDirectory(entry)) {
                    long number = Long.parseLong(name, 16);
                    if (number >= from && number <= until) {
                        found.add(entry);
                    }
                }
            }
        }
        return found;
    }
}
