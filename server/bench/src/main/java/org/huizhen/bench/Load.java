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
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.huizhen.synthetic.Device;
import org.huizhen.synthetic.Examination;
import org.huizhen.synthetic.Rhythm;
import org.huizhen.synthetic.Scan;
import org.huizhen.synthetic.SyntheticInstance;
import org.huizhen.synthetic.SyntheticPatient;
import org.huizhen.synthetic.TextEncoding;

/** Instances on disk, in as many folders as there are associations; UIDs are made fresh before each sending. */
final class Load {
    private static final int UID_DIGITS_CHANGED = 12;
    /** Of the generator: those of instance, series and study. */
    private static final Pattern UID = Pattern.compile("2\\.25\\.\\d{20,}");

    private final List<Path> folders;
    private final List<Slice> slices;
    private long generation;

    /** @param uidTails offsets in the file where the last digits of its UIDs begin */
    private record Slice(Path file, List<Integer> uidTails) {}

    private Load(List<Path> folders, List<Slice> slices) {
        this.folders = folders;
        this.slices = slices;
    }

    /** CT slices of 512 KiB: a series in each folder. */
    static Load slices(Path root, int instances, int associations) throws IOException {
        return write(root, instances, associations, (count, folder) -> {
            Examination examination = examination(new Scan.Ct(count, 1, false), instances * 100L + folder.hashCode());
            return index -> examination.instance(index);
        });
    }

    /** A series of CT slices that is not on disk yet. */
    static Examination series(int instances) {
        return examination(new Scan.Ct(instances, 1, false), 20_260_102L);
    }

    /** ECGs of 100 KiB and more: each a study of its own, all in one folder. */
    static Load ecgs(Path root, int instances) throws IOException {
        return write(
                root,
                instances,
                1,
                (count, folder) -> index -> examination(new Scan.Ecg(Rhythm.NORMAL), instances * 1_000_003L + index)
                        .instance(0));
    }

    private static Load write(
            Path root, int instances, int associations, BiFunction<Integer, Path, IntFunction<SyntheticInstance>> maker)
            throws IOException {
        List<Path> folders = new ArrayList<>();
        List<Slice> slices = new ArrayList<>();
        for (int association = 0; association < associations; association++) {
            Path folder = Files.createDirectories(root.resolve("association-" + association));
            int count = instances / associations + (association < instances % associations ? 1 : 0);
            folders.add(folder);
            IntFunction<SyntheticInstance> make = maker.apply(count, folder);
            slices.addAll(IntStream.range(0, count)
                    .parallel()
                    .mapToObj(index -> slice(folder, make.apply(index)))
                    .toList());
        }
        return new Load(folders, slices);
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

    private static Slice slice(Path folder, SyntheticInstance instance) {
        try {
            Path file = instance.writeTo(folder);
            String header = new String(instance.file(), 0, 4096, StandardCharsets.ISO_8859_1);
            List<Integer> tails = new ArrayList<>();
            for (Matcher uid = UID.matcher(header); uid.find(); ) {
                // The first digits stay: they tell the instances apart.
                tails.add(uid.end() - UID_DIGITS_CHANGED);
            }
            return new Slice(file, List.copyOf(tails));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Examination examination(Scan scan, long seed) {
        return new Examination(
                scan,
                new SyntheticPatient("BENCH-1", "Ce^Shi=测^试", "O", LocalDate.of(1970, 1, 1)),
                new Device("BENCHSCU", "BENCH", "SYNTHETIC", "Huizhen generator"),
                new Examination.Order(LocalDateTime.of(2026, 1, 2, 3, 4, 5), "BENCH", scan.modality(), "CHEST"),
                TextEncoding.UTF_8,
                seed);
    }
}
