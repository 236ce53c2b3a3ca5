package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes are the DICOM JSON model or refused by name; what was read is written so that it reads and writes the same again. */
class DicomJsonReaderFuzzTest {
    private static final ReadLimits LIMITS = new ReadLimits(8, 5_000, 1 << 20, 2 << 20);

    static Stream<byte[]> seeds() {
        DicomJson.BulkUri uris = (path, element) -> element instanceof Element.Value ? null : "https://x.test/" + path;
        return Stream.of(
                DicomJson.toBytes(DataSetReaderTest.sample(), uris),
                DicomJson.toBytes(List.of(new DataSet(), DataSetReaderTest.sample()), DicomJson.BulkUri.NONE),
                ("{\"00189073\":{\"vr\":\"FD\",\"Value\":[\"NaN\",1e5,null]},"
                                + "\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"A^B\",\"Ideographic\":\"\\u738b\"}]},"
                                + "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"x\"},"
                                + "\"00280009\":{\"vr\":\"AT\",\"Value\":[\"00181063\"]}}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrNamesAnything(byte[] input) throws IOException {
        List<DataSet> dataSets;
        try {
            dataSets = read(input);
        } catch (DicomFormatException e) {
            return;
        }
        byte[] once = DicomJson.toBytes(dataSets, DicomJson.BulkUri.NONE);
        byte[] twice = DicomJson.toBytes(read(once), DicomJson.BulkUri.NONE);
        assertThat(text(twice)).isEqualTo(text(once));
        for (DataSet dataSet : dataSets) {
            DataSetReader.read(
                    DataSetWriter.toBytes(dataSet, TransferSyntax.EXPLICIT_LITTLE_ENDIAN),
                    TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        }
    }

    private static List<DataSet> read(byte[] json) throws IOException {
        return DicomJsonReader.read(new ByteArrayInputStream(json), DicomJsonReader.BulkResolver.LEAVE_OUT, LIMITS);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
