package org.huizhen.dicom.encoding;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every row of the corpus' INDEX.tsv has one expected outcome, stated here or following from its format; none is skipped. Each is met
 * within five seconds and within memory that grows with the file alone.
 */
class CorpusClassesTest {
    private static final Duration MOST_TIME = Duration.ofSeconds(5);
    /** What reading takes above a small multiple of the file: buffers, inflated pixel data of the two deflated files. */
    private static final long MEMORY_BASE = 4 << 20;

    private static final int MEMORY_PER_BYTE = 4;

    /** The files marked malformed that can't be read, and why. */
    private static final Map<String, Reason> REFUSED = Map.ofEntries(
            entry("fo-dicom__fo-dicom/FreezePattern.dcm", Reason.UNEXPECTED_TAG),
            entry("fo-dicom__fo-dicom/GH179B.dcm", Reason.BAD_VR),
            entry("fo-dicom__fo-dicom/GH626.dcm", Reason.TRUNCATED),
            entry("pydicom__pydicom-data/emri_small_jpeg_2k_lossless_too_short.dcm", Reason.TRUNCATED),
            entry("pydicom__pydicom/test_files/MR_truncated.dcm", Reason.TRUNCATED),
            entry("pydicom__pydicom/test_files/dicomdirtests/DICOMDIR-nooffset", Reason.TRUNCATED),
            entry("pydicom__pydicom/test_files/rtplan_truncated.dcm", Reason.TRUNCATED));

    /**
     * The files marked malformed whose fault does not keep their elements from being read: no meta group, no group length, no DICM, a
     * syntax other than declared, records that lead nowhere. What they have comes out byte for byte.
     */
    private static final Set<String> READ_IN_SPITE = Set.of(
            "dcmjs-org__dcmjs/test/no-meta-length-test.dcm",
            "fo-dicom__fo-dicom/GH220.dcm",
            "fo-dicom__fo-dicom/GH340.dcm",
            "fo-dicom__fo-dicom/Issue1097_FailToOpenDeflatedFileWithSQ.dcm",
            "pydicom__pydicom-data/JLSL_RGB_ILV0.dcm",
            "pydicom__pydicom-data/JLSL_RGB_ILV2.dcm",
            "pydicom__pydicom-data/OT-PAL-8-face.dcm",
            "pydicom__pydicom/test_files/ExplVR_BigEndNoMeta.dcm",
            "pydicom__pydicom/test_files/SC_rgb_jpeg.dcm",
            "pydicom__pydicom/test_files/dicomdirtests/DICOMDIR-empty.dcm",
            "pydicom__pydicom/test_files/dicomdirtests/DICOMDIR-nopatient",
            "pydicom__pydicom/test_files/dicomdirtests/DICOMDIR-reordered",
            "pydicom__pydicom/test_files/no_meta_group_length.dcm",
            "pydicom__pydicom/test_files/rtstruct.dcm");

    /** What becomes of a file: written back equal, written back equal before compression, or refused by name. */
    private enum Outcome {
        SAME_BYTES,
        SAME_INFLATED_BYTES,
        REFUSED
    }

    private record Expected(Outcome outcome, Reason reason) {}

    @TestFactory
    Stream<DynamicTest> everyFileHasItsOutcome() {
        return Corpus.all().stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    Expected expected = expected(row);
                    byte[] bytes = Corpus.bytes(row);
                    assertThat(bytes).as("the file is there and whole").hasSize((int) row.bytes());
                    assertTimeoutPreemptively(MOST_TIME, () -> check(bytes, expected));
                }));
    }

    @Test
    void theTablesNameExactlyTheMalformedDicomFiles() {
        Set<String> stated = new LinkedHashSet<>(READ_IN_SPITE);
        stated.addAll(REFUSED.keySet());
        assertThat(Corpus.dicom().stream().filter(Corpus.Entry::malformed).map(Corpus.Entry::name))
                .containsExactlyInAnyOrderElementsOf(stated);
    }

    @Test
    void everySyntaxOfTheCorpusIsMet() {
        Map<String, Long> counts = Corpus.dicom().stream()
                .collect(Collectors.groupingBy(Corpus.Entry::syntax, TreeMap::new, Collectors.counting()));
        assertThat(counts.get(TransferSyntax.EXPLICIT_BIG_ENDIAN.uid())).isGreaterThanOrEqualTo(10);
        assertThat(counts.get(TransferSyntax.DEFLATED_LITTLE_ENDIAN.uid())).isGreaterThanOrEqualTo(2);
        assertThat(counts.keySet().stream().filter(uid -> !uid.isEmpty())).allMatch(TransferSyntax::known);
    }

    private static Expected expected(Corpus.Entry row) {
        if (!row.format().equals("DICOM")) {
            return new Expected(Outcome.REFUSED, Reason.NOT_DICOM);
        }
        if (REFUSED.containsKey(row.name())) {
            return new Expected(Outcome.REFUSED, REFUSED.get(row.name()));
        }
        boolean deflated = row.syntax().equals(TransferSyntax.DEFLATED_LITTLE_ENDIAN.uid());
        return new Expected(deflated ? Outcome.SAME_INFLATED_BYTES : Outcome.SAME_BYTES, null);
    }

    private static void check(byte[] bytes, Expected expected) throws IOException {
        long before = allocated();
        try {
            DicomFile file = DicomFile.read(bytes, ReadOptions.ALL);
            long used = allocated() - before;
            assertThat(expected.outcome()).as("read without an error").isNotEqualTo(Outcome.REFUSED);
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
            file.write(out, BulkSource.NONE);
            byte[] written = out.toByteArray();
            long length = bytes.length;
            if (file.transferSyntax().deflated()) {
                assertThat(expected.outcome()).isEqualTo(Outcome.SAME_INFLATED_BYTES);
                int offset = (int) file.dataSetOffset();
                assertThat(Arrays.mismatch(Arrays.copyOf(bytes, offset), Arrays.copyOf(written, offset)))
                        .isEqualTo(-1);
                byte[] inflated = inflated(bytes, offset);
                assertThat(Arrays.mismatch(inflated, inflated(written, offset))).isEqualTo(-1);
                length += inflated.length;
            } else {
                assertThat(expected.outcome()).isEqualTo(Outcome.SAME_BYTES);
                assertThat(Arrays.mismatch(bytes, written)).isEqualTo(-1);
            }
            assertThat(used).as("bytes allocated").isLessThan(MEMORY_BASE + MEMORY_PER_BYTE * length);
        } catch (DicomFormatException e) {
            long used = allocated() - before;
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(expected.reason());
            assertThat(used).as("bytes allocated").isLessThan(MEMORY_BASE + MEMORY_PER_BYTE * (long) bytes.length);
        }
    }

    private static byte[] inflated(byte[] file, int offset) {
        Inflater inflater = new Inflater(true);
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(file, offset, file.length - offset), inflater)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            inflater.end();
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
