package org.huizhen.dicom.encoding;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real test files beside the project ({@code HUIZHEN_CORPUS} or {@code ../shared/corpus}); tests are skipped without them. */
public final class Corpus {

    /** A row of INDEX.tsv. */
    public record Entry(
            Path path,
            String name,
            long bytes,
            String format,
            String syntax,
            String charset,
            boolean malformed,
            String dcmdump) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Corpus() {}

    /** The DICOM files; skips the test where there is no corpus. */
    public static List<Entry> dicom() {
        return all().stream().filter(entry -> entry.format().equals("DICOM")).toList();
    }

    /** Every file, those of other formats too. */
    static List<Entry> all() {
        Path root = root();
        Assumptions.assumeTrue(Files.exists(root.resolve("INDEX.tsv")), "no corpus at " + root);
        try (Stream<String> lines = Files.lines(root.resolve("INDEX.tsv"), StandardCharsets.UTF_8)) {
            return lines.skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Entry(
                            root.resolve(columns[0]),
                            columns[0],
                            Long.parseLong(columns[2]),
                            columns[5],
                            columns[8],
                            columns[9],
                            columns[11].equals("yes"),
                            columns[12]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path root() {
        String configured = System.getProperty("HUIZHEN_CORPUS", System.getenv("HUIZHEN_CORPUS"));
        if (configured != null) {
            return Path.of(configured);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        Path beside = folder.resolveSibling("shared").resolve("corpus");
        // A working copy may lie one folder deeper than the project itself.
        return Files.exists(beside) || folder.getParent() == null
                ? beside
                : folder.getParent().resolveSibling("shared").resolve("corpus");
    }

    static byte[] bytes(Entry entry) {
        try {
            return Files.readAllBytes(entry.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int firstDifference(byte[] a, byte[] b) {
        return Arrays.mismatch(a, b);
    }
}
