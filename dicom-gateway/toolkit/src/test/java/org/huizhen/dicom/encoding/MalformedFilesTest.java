package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class MalformedFilesTest {
    /** What is wrong with those corpus files that can't be read; the other malformed ones are read like dcmdump reads them. */
    private static final Map<String, Reason> REFUSED = Map.of(
            "FreezePattern.dcm", Reason.UNEXPECTED_TAG,
            "GH179B.dcm", Reason.BAD_VR,
            "GH626.dcm", Reason.TRUNCATED,
            "emri_small_jpeg_2k_lossless_too_short.dcm", Reason.TRUNCATED,
            "MR_truncated.dcm", Reason.TRUNCATED,
            "DICOMDIR-nooffset", Reason.TRUNCATED,
            "rtplan_truncated.dcm", Reason.TRUNCATED);

    @Test
    void everyMalformedFileIsReadOrRefusedAtOnceByName() {
        Map<String, Reason> refused = new TreeMap<>();
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (entry.malformed()) {
                for (ReadOptions options : new ReadOptions[] {ReadOptions.ALL, ReadOptions.BULK_AS_RANGES}) {
                    Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
                        try {
                            DicomFile.read(entry.path(), options);
                        } catch (DicomFormatException e) {
                            refused.put(entry.path().getFileName().toString(), e.reason());
                        }
                    });
                }
            }
        }
        assertThat(refused).containsAllEntriesOf(REFUSED);
        assertThat(EnumSet.of(Reason.NOT_DICOM, refused.values().toArray(Reason[]::new)))
                .doesNotContain(Reason.TOO_DEEP, Reason.TOO_MANY_ELEMENTS);
    }

    @Test
    void namesWhatIsNoDicomAtAll() throws IOException {
        for (String text :
                Set.of("", "short", "\0".repeat(200), "<html><body>no</body></html>", "%PDF-1.7 and so on and on")) {
            assertThatExceptionOfType(DicomFormatException.class)
                    .as(text)
                    .isThrownBy(() -> DicomFile.read(text.getBytes(StandardCharsets.US_ASCII), ReadOptions.ALL))
                    .matches(e -> e.reason() == Reason.NOT_DICOM);
        }
    }
}
