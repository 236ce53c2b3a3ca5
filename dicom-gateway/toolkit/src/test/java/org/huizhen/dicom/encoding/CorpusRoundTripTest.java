package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every readable corpus file comes out byte for byte with its bulk left in the file, and alike in another syntax ({@link CorpusClassesTest}: from memory). */
class CorpusRoundTripTest {

    @Test
    void writesBackBulkThatWasLeftInTheFile() throws IOException {
        ReadOptions ranges = ReadOptions.ALL.bulkAbove(64);
        List<String> wrong = new ArrayList<>();
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (entry.malformed()) {
                continue;
            }
            byte[] bytes = Corpus.bytes(entry);
            try (FileChannel channel = FileChannel.open(entry.path())) {
                DicomFile file = DicomFile.read(channel, ranges);
                if (!file.transferSyntax().deflated()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
                    file.write(out, BulkSource.of(channel));
                    int at = Corpus.firstDifference(bytes, out.toByteArray());
                    if (at >= 0) {
                        wrong.add(entry + ": differs at " + at);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void transcodesAlikeFromMemoryAndFromRanges() throws IOException {
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (entry.malformed()) {
                continue;
            }
            try (FileChannel channel = FileChannel.open(entry.path())) {
                DicomFile whole = DicomFile.read(channel, ReadOptions.ALL);
                if (whole.encodedIn().encapsulated()) {
                    continue;
                }
                DicomFile ranges = DicomFile.read(channel, ReadOptions.BULK_AS_RANGES);
                TransferSyntax target = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                DataSetWriter.write(ranges.dataSet(), target, out, BulkSource.of(channel));
                byte[] expected = DataSetWriter.toBytes(whole.dataSet(), target);
                assertThat(Corpus.firstDifference(expected, out.toByteArray()))
                        .as(entry.name())
                        .isEqualTo(-1);
                assertThat(DataSetWriter.length(whole.dataSet(), target))
                        .as(entry.name())
                        .isEqualTo(expected.length);
                DataSetReader.read(expected, target);
            }
        }
    }
}
