package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every readable corpus file comes out byte for byte, read into memory or with its bulk left in the file. */
class CorpusRoundTripTest {

    @Test
    void writesBackWhatItReadByteForByte() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Corpus.Entry entry : Corpus.dicom()) {
            byte[] bytes = Corpus.bytes(entry);
            try {
                DicomFile file = DicomFile.read(bytes, ReadOptions.ALL);
                if (file.transferSyntax().deflated()) {
                    continue;
                }
                compared++;
                ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
                file.write(out, BulkSource.NONE);
                int at = Corpus.firstDifference(bytes, out.toByteArray());
                if (at >= 0) {
                    wrong.add(entry + ": differs at " + at + " of " + bytes.length);
                }
            } catch (DicomFormatException e) {
                if (!entry.malformed()) {
                    wrong.add(entry + ": " + e.getMessage());
                }
            } catch (IOException | RuntimeException e) {
                wrong.add(entry + ": " + e);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(200);
    }

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
