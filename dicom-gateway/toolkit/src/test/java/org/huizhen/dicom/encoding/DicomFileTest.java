package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomFileTest {
    @TempDir
    Path folder;

    @Test
    void dcmtkReadsWhatWeWrite() throws IOException {
        Tool.assume("dcmdump");
        for (TransferSyntax syntax : new TransferSyntax[] {
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN,
            TransferSyntax.DEFLATED_LITTLE_ENDIAN
        }) {
            Path path = folder.resolve(syntax.uid());
            Files.write(path, DataSetReaderTest.file(syntax));
            byte[] output = Tool.run("dcmdump", "-q", "-M", "+L", "-Un", path.toString());
            assertThat(output).as(syntax.name()).isNotNull();
            List<String> wrong = new ArrayList<>();
            DcmdumpComparisonIT.compare(
                    syntax.name(),
                    Dump.parse(Tool.text(output)),
                    Dump.of(DicomFile.read(path, ReadOptions.ALL)),
                    wrong);
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void metaNamesTheInstanceAndUs() {
        DicomFile file = DicomFile.read(
                FileMeta.encode("1.2.840.10008.5.1.4.1.1.2", "1.2.3", TransferSyntax.JPEG_LOSSLESS.uid()),
                ReadOptions.ALL);
        DataSet meta = file.meta();
        assertThat(meta.string(Tag.MediaStorageSOPInstanceUID)).contains("1.2.3");
        assertThat(meta.string(Tag.ImplementationVersionName)).contains("HUIZHEN_1");
        assertThat(meta.string(Tag.ImplementationClassUID)).contains(FileMeta.IMPLEMENTATION_CLASS_UID);
        assertThat(file.transferSyntax()).isEqualTo(TransferSyntax.JPEG_LOSSLESS);
        assertThat(meta.longInteger(Tag.FileMetaInformationGroupLength)).hasValue(file.dataSetOffset() - 132 - 12);
    }

    @Test
    void readsWithoutPreambleAndWithoutMeta() {
        byte[] bytes = DataSetReaderTest.file(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        DicomFile whole = DicomFile.read(bytes, ReadOptions.ALL);
        byte[] metaFirst = Arrays.copyOfRange(bytes, 132, bytes.length);
        byte[] bare = Arrays.copyOfRange(bytes, (int) whole.dataSetOffset(), bytes.length);
        assertThat(DicomFile.read(metaFirst, ReadOptions.ALL).dataSet().string(Tag.PatientID))
                .contains("P1");
        assertThat(DicomFile.read(metaFirst, ReadOptions.ALL).dataSetOffset()).isEqualTo(whole.dataSetOffset() - 132);
        for (TransferSyntax syntax : new TransferSyntax[] {
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN
        }) {
            DicomFile file = DicomFile.read(DataSetWriter.toBytes(whole.dataSet(), syntax), ReadOptions.ALL);
            assertThat(file.transferSyntax()).isEqualTo(syntax);
            assertThat(file.dataSetOffset()).isZero();
            assertThat(file.dataSet().integer(Tag.Rows)).hasValue(2);
        }
        assertThat(DicomFile.read(bare, ReadOptions.ALL).meta().isEmpty()).isTrue();
    }

    @Test
    void aWrongGroupLengthDoesNotMatter() throws IOException {
        byte[] bytes = DataSetReaderTest.file(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        bytes[140] = (byte) (bytes[140] + 50);
        DicomFile file = DicomFile.read(bytes, ReadOptions.ALL);
        assertThat(file.dataSet().string(Tag.PatientID)).contains("P1");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out, BulkSource.NONE);
        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void unknownSyntaxesAreReadAsEncapsulated() {
        TransferSyntax unknown = TransferSyntax.of("1.2.3.4");
        assertThat(unknown.encapsulated()).isTrue();
        assertThat(unknown.explicit()).isTrue();
        assertThat(TransferSyntax.known("1.2.3.4")).isFalse();
        assertThat(TransferSyntax.of("1.2.840.10008.1.2.8.1").name()).contains("Deflated Image Frame");
        assertThat(TransferSyntax.all()).hasSizeGreaterThan(60);
        assertThat(TransferSyntax.all())
                .filteredOn(TransferSyntax::encapsulated)
                .allMatch(TransferSyntax::explicit);
    }

    @Test
    void digestIsOfTheDataSetAlone() throws Exception {
        byte[] bytes = DataSetReaderTest.file(TransferSyntax.EXPLICIT_LITTLE_ENDIAN);
        Path path = Files.write(folder.resolve("a"), bytes);
        long offset = DicomFile.readMeta(path).dataSetOffset();
        byte[] expected =
                MessageDigest.getInstance("SHA-256").digest(Arrays.copyOfRange(bytes, (int) offset, bytes.length));
        assertThat(DataSetDigest.of(path)).isEqualTo(expected);
        DataSetDigest parts = new DataSetDigest();
        for (long at = offset; at < bytes.length; at += 7) {
            parts.update(ByteBuffer.wrap(bytes, (int) at, (int) Math.min(7, bytes.length - at)));
        }
        assertThat(parts.finishHex()).isEqualTo(DataSetDigest.hex(expected)).hasSize(64);
        Path other = folder.resolve("b");
        try (OutputStream out = Files.newOutputStream(other)) {
            out.write(FileMeta.encode("1.2", "3.4", TransferSyntax.EXPLICIT_LITTLE_ENDIAN.uid()));
            out.write(bytes, (int) offset, (int) (bytes.length - offset));
        }
        assertThat(DataSetDigest.of(other)).isEqualTo(expected);
    }

    @Test
    void scansHeadersFromAPrefix() throws IOException {
        TransferSyntax syntax = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
        byte[] bytes = DataSetWriter.toBytes(DataSetReaderTest.sample(), syntax);
        HeaderScanner.Header header = HeaderScanner.scan(ByteBuffer.wrap(bytes), syntax);
        assertThat(header.complete()).isTrue();
        assertThat(header.sopInstanceUid()).isEqualTo("1.2.3.4");
        assertThat(header.studyInstanceUid()).isEqualTo("1.2.3.5");
        assertThat(header.seriesInstanceUid()).isEqualTo("1.2.3.6");
        assertThat(header.missing()).isEmpty();
        assertThat(header.dataSet().personName(Tag.PatientName).orElseThrow().ideographic())
                .isEqualTo("张^三");
        assertThat(header.dataSet().contains(Tag.PixelData)).isFalse();
        HeaderScanner.Header cut = HeaderScanner.scan(ByteBuffer.wrap(bytes, 0, 60), syntax);
        assertThat(cut.complete()).isFalse();
        assertThat(cut.missing()).contains(Tag.StudyInstanceUID);
        Path path = Files.write(folder.resolve("c"), DataSetReaderTest.file(syntax));
        try (FileChannel file = FileChannel.open(path)) {
            assertThat(HeaderScanner.scan(file).seriesInstanceUid()).isEqualTo("1.2.3.6");
        }
    }

    @Test
    void scansEveryCorpusFile() throws IOException {
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (!entry.malformed()) {
                DataSet whole = DicomFile.read(entry.path(), ReadOptions.HEADER).dataSet();
                try (FileChannel file = FileChannel.open(entry.path())) {
                    HeaderScanner.Header header = HeaderScanner.scan(file);
                    assertThat(header.seriesInstanceUid())
                            .as(entry.name())
                            .isEqualTo(whole.string(Tag.SeriesInstanceUID, ""));
                    assertThat(header.patientId()).as(entry.name()).isEqualTo(whole.string(Tag.PatientID, ""));
                }
            }
        }
    }
}
