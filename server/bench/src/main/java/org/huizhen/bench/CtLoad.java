package org.huizhen.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.huizhen.synthetic.Device;
import org.huizhen.synthetic.Examination;
import org.huizhen.synthetic.Scan;
import org.huizhen.synthetic.SyntheticInstance;
import org.huizhen.synthetic.SyntheticPatient;
import org.huizhen.synthetic.TextEncoding;

/** CT slices of 512 KiB on disk, in as many folders as there are associations; UIDs are made fresh before each sending. */
final class CtLoad {
    private static final int UID_DIGITS_CHANGED = 12;

    private final List<Path> folders;
    private final List<Slice> slices;
    private long generation;

    /** @param uidTails offsets in the file where the last digits of its UIDs begin */
    private record Slice(Path file, List<Integer> uidTails) {}

    private CtLoad(List<Path> folders, List<Slice> slices) {
        this.folders = folders;
        this.slices = slices;
    }

    static CtLoad write(Path root, int instances, int associations) throws IOException {
        List<Path> folders = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        for (int association = 0; association < associations; association++) {
            Path folder = Files.createDirectories(root.resolve("association-" + association));
            int count = instances / associations + (association < instances % associations ? 1 : 0);
            folders.add(folder);
            slices.addAll(IntStream.range(0, count)
                    .parallel()
                    .mapToObj(index -> slice(folder, examination(count, instances * 100L + folder.hashCode()), index))
                    .toList());
        }
        return new CtLoad(folders, slices);
    }

    List<Path> folders() {
        return folders;
    }

    int instances() {
        return slices.size();
    }

    long bytes() throws IOException {
        long sum = 0;
        for (Slice slice : slices) {
            sum += Files.size(slice.file());
        }
        return sum;
    }

    /** Gives every study, series and instance a UID that no receiver has seen. */
    void refresh() throws IOException {
        generation++;
        for (Slice slice : slices) {
            try (FileChannel channel = FileChannel.open(slice.file(), StandardOpenOption.WRITE)) {
                byte[] digits = "%06d".formatted(generation).getBytes(StandardCharsets.US_ASCII);
                for (int at : slice.uidTails()) {
                    channel.write(ByteBuffer.wrap(digits), at);
                }
            }
        }
    }

    private static Slice slice(Path folder, Examination examination, int index) {
        try {
            SyntheticInstance instance = examination.instance(index);
            Path file = instance.writeTo(folder);
            String header = new String(instance.file(), 0, 4096, StandardCharsets.ISO_8859_1);
            List<Integer> tails = new ArrayList<>();
            for (String uid : List.of(
                    instance.sopInstanceUid(), examination.studyInstanceUid(), examination.seriesInstanceUid())) {
                // The first digits stay: they tell the slices apart.
                int tail = uid.length() - UID_DIGITS_CHANGED;
                for (int at = header.indexOf(uid); at >= 0; at = header.indexOf(uid, at + 1)) {
                    tails.add(at + tail);
                }
            }
            return new Slice(file, List.copyOf(tails));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Examination examination(int slices, long seed) {
        return new Examination(
                new Scan.Ct(slices, 1, false),
                new SyntheticPatient("BENCH-1", "Ce^Shi=测^试", "O", LocalDate.of(1970, 1, 1)),
                new Device("BENCHSCU", "BENCH", "SYNTHETIC", "Huizhen generator"),
                new Examination.Order(LocalDateTime.of(2026, 1, 2, 3, 4, 5), "BENCH", "CT", "CHEST"),
                TextEncoding.UTF_8,
                seed);
    }
}
