package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.Test;

class MalformedFilesTest {
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
