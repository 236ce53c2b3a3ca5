package org.huizhen.dicom.directory;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.stream.Stream;
import org.huizhen.dicom.encoding.DicomFormatException;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are a directory whose records all end, or refused by name. */
class DicomDirectoryFuzzTest {

    static Stream<byte[]> seeds() {
        return Stream.of(DirectoryWriterTest.fourFiles().toBytes(), new DirectoryWriter("EMPTY").toBytes());
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrNamesAnything(byte[] input) {
        try {
            DicomDirectory directory = DicomDirectory.read(input);
            long records = directory.walk().map(DirectoryRecord::sopInstanceUid).count();
            assertThat(records).isLessThanOrEqualTo(input.length / 8);
            assertThat(directory.files()).hasSizeLessThanOrEqualTo((int) records);
        } catch (DicomFormatException e) {
            assertThat(e.reason()).isNotNull();
        }
    }
}
