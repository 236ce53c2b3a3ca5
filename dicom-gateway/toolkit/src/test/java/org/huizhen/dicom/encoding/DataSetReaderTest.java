package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.SpecificCharacterSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.Test;

class DataSetReaderTest {
    private static final TransferSyntax EXPLICIT = TransferSyntax.EXPLICIT_LITTLE_ENDIAN;
    private static final TransferSyntax IMPLICIT = TransferSyntax.IMPLICIT_LITTLE_ENDIAN;
    private static final List<TransferSyntax> PLAIN =
            List.of(EXPLICIT, IMPLICIT, TransferSyntax.EXPLICIT_BIG_ENDIAN, TransferSyntax.DEFLATED_LITTLE_ENDIAN);

    @Test
    void readsBackWhatWasWrittenInEverySyntax() {
        for (TransferSyntax syntax : PLAIN) {
            DataSet back = DataSetReader.read(DataSetWriter.toBytes(sample(), syntax), syntax);
            assertThat(back.string(Tag.PatientName)).contains("Zhang^San=张^三");
            assertThat(back.integer(Tag.Rows)).hasValue(2);
            assertThat(back.decimal(Tag.AcquisitionDuration)).hasValue(1.25);
            assertThat(back.items(Tag.ReferencedStudySequence)).hasSize(2);
            assertThat(back.items(Tag.ReferencedStudySequence)
                            .get(1)
                            .item(Tag.AnatomicRegionSequence)
                            .orElseThrow()
                            .string(Tag.CodeMeaning))
                    .contains("胸部");
            assertThat(back.longs(Tag.PixelData)).containsExactly(1, 2, 3, 0xFFFF);
            assertThat(DataSetWriter.toBytes(back, EXPLICIT)).isEqualTo(DataSetWriter.toBytes(sample(), EXPLICIT));
        }
    }

    @Test
    void readsTheSameWhereverTheStreamIsSplit() throws IOException {
        byte[] bytes = DataSetWriter.toBytes(sample(), EXPLICIT);
        for (int step : new int[] {1, 2, 3, 7, 11, 64}) {
            InputStream slow = new ByteArrayInputStream(bytes) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    return super.read(target, offset, Math.min(step, length));
                }
            };
            DataSet back = DataSetReader.read(slow, EXPLICIT, ReadOptions.ALL);
            assertThat(DataSetWriter.toBytes(back, EXPLICIT)).isEqualTo(bytes);
        }
    }

    @Test
    void aFileCutAtAnyByteIsReadOrNamedTruncated() {
        for (TransferSyntax syntax : PLAIN) {
            byte[] bytes = file(syntax);
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
                for (int length = 0; length < bytes.length; length++) {
                    byte[] cut = Arrays.copyOf(bytes, length);
                    try {
                        DicomFile.read(cut, ReadOptions.ALL);
                    } catch (DicomFormatException e) {
                        assertThat(e.reason())
                                .as("%s cut at %d", syntax.name(), length)
                                .isIn(Reason.TRUNCATED, Reason.NOT_DICOM, Reason.BAD_COMPRESSION);
                    }
                    try {
                        DicomFile.read(new ByteArrayInputStream(cut), ReadOptions.BULK_AS_RANGES);
                    } catch (DicomFormatException e) {
                        assertThat(e.reason()).isIn(Reason.TRUNCATED, Reason.NOT_DICOM, Reason.BAD_COMPRESSION);
                    }
                }
            });
        }
    }

    @Test
    void damagedFilesGiveNothingButNamedErrors() {
        Random random = new Random(7);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (TransferSyntax syntax : PLAIN) {
                byte[] bytes = file(syntax);
                for (int round = 0; round < 20_000; round++) {
                    byte[] damaged = bytes.clone();
                    for (int i = 0; i <= round % 4; i++) {
                        damaged[132 + random.nextInt(bytes.length - 132)] = (byte) random.nextInt(256);
                    }
                    try {
                        DicomFile read = DicomFile.read(damaged, ReadOptions.ALL);
                        read.dataSet().forEach(element -> read.dataSet().strings(element.tag()));
                        DicomJson.toBytes(read.dataSet(), DicomJson.BulkUri.NONE);
                        read.write(new ByteArrayOutputStream(), BulkSource.NONE);
                    } catch (DicomFormatException e) {
                        assertThat(e.getMessage()).doesNotContain("Zhang");
                    }
                }
            }
        });
    }

    @Test
    void lyingLengthsCostNoMemory() throws IOException {
        // (7FE0,0010) OB of 4 GiB - 2, then 8 bytes: from a stream, whose end is unknown, and from an array.
        byte[] lie = hex("e07f1000 4f420000 feffffff 0000000000000000");
        byte[] below = hex("e07f1000 4f420000 00000010 0000000000000000");
        for (byte[] bytes : new byte[][] {lie, below}) {
            assertThatExceptionOfType(DicomFormatException.class)
                    .isThrownBy(() -> DataSetReader.read(new ByteArrayInputStream(bytes), EXPLICIT, ReadOptions.ALL))
                    .matches(e -> e.reason() == Reason.TRUNCATED || e.reason() == Reason.LENGTH_TOO_LARGE);
            assertThatExceptionOfType(DicomFormatException.class)
                    .isThrownBy(() -> DataSetReader.read(bytes, EXPLICIT))
                    .matches(e -> e.reason() == Reason.TRUNCATED);
        }
        long before = used();
        for (int i = 0; i < 50; i++) {
            try {
                DataSetReader.read(new ByteArrayInputStream(below), EXPLICIT, ReadOptions.ALL);
            } catch (DicomFormatException e) {
                assertThat(e.tag()).isEqualTo(Tag.PixelData);
            }
        }
        assertThat(used() - before).isLessThan(200L << 20);
    }

    @Test
    void limitsDepthElementsAndTotal() {
        DataSet deep = new DataSet().putString(Tag.CodeValue, "x");
        for (int i = 0; i < 40; i++) {
            deep = new DataSet().putItems(Tag.ContentSequence, deep.undefinedLength(true));
        }
        byte[] bytes = DataSetWriter.toBytes(deep, EXPLICIT);
        refuses(Reason.TOO_DEEP, bytes, EXPLICIT, ReadLimits.DEFAULT);
        assertThatNoException()
                .isThrownBy(() -> DataSetReader.read(
                        bytes, 0, bytes.length, EXPLICIT, ReadOptions.ALL.limits(new ReadLimits(40, 100, 100, 100))));
        refuses(Reason.TOO_MANY_ELEMENTS, bytes, EXPLICIT, new ReadLimits(40, 80, 100, 100));
        byte[] sample = DataSetWriter.toBytes(sample(), EXPLICIT);
        refuses(Reason.LENGTH_TOO_LARGE, sample, EXPLICIT, new ReadLimits(40, 80, 100, 30));
    }

    @Test
    void endlessSequencesEnd() {
        InputStream endless = new InputStream() {
            private final byte[] item = hex("feff00e0 00000000");
            private final byte[] head = hex("400030a7 53510000 ffffffff");
            private long at;

            @Override
            public int read(byte[] target, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    target[offset + i] = (byte) read();
                }
                return length;
            }

            @Override
            public int read() {
                long position = at++;
                return (position < head.length ? head[(int) position] : item[(int) ((position - head.length) % 8)])
                        & 0xFF;
            }
        };
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatExceptionOfType(DicomFormatException.class)
                        .isThrownBy(
                                () -> DataSetReader.read(endless, EXPLICIT, ReadOptions.ALL.limits(ReadLimits.HEADER)))
                        .matches(e -> e.reason() == Reason.TOO_MANY_ELEMENTS));
    }

    @Test
    void readsSequencesBehindUn() {
        // (0009,1001) UN of undefined length, one item of undefined length with (0008,0100) in implicit little endian.
        byte[] bytes = hex(
                "09000110 554e0000 ffffffff feff00e0 ffffffff 08000001 04000000 41424344 feff0de0 00000000 feffdde0 00000000");
        DataSet dataSet = DataSetReader.read(bytes, EXPLICIT);
        assertThat(dataSet.item(0x00091001).orElseThrow().string(Tag.CodeValue)).contains("ABCD");
        assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT)).isEqualTo(bytes);
    }

    @Test
    void keepsOddHeadersOrderAndTrailers() {
        // A VR of the future, reserved bytes that are not zero, descending order, a doubled element, a stray delimiter,
        // zeros behind.
        byte[] bytes = hex(
                "10002000 5a5a0000 02000000 4120 10001000 504e0200 4120 10001000 504e0200 4220 e07f1000 4f420102 02000000 0102 feff0de0 00000000 000000");
        DataSet dataSet = DataSetReader.read(bytes, EXPLICIT);
        assertThat(dataSet.string(Tag.PatientName)).contains("A");
        assertThat(dataSet.get(Tag.PatientID).vr()).isEqualTo(Vr.UN);
        assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT)).isEqualTo(bytes);
        dataSet.putString(Tag.PatientID, "C");
        assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT))
                .isEqualTo(hex("10001000 504e0200 4120 10002000 4c4f0200 4320 e07f1000 4f420000 02000000 0102"));
    }

    /** Delimiters have the length 0; what else stands there has no meaning, and is kept. */
    @Test
    void keepsTheLengthsOfDelimiters() {
        byte[] bytes = hex("08001011 53510000 ffffffff feff00e0 ffffffff 08005011 55490600 312e322e 3300"
                + "feff0de0 07000000 feffdde0 00010000"
                + "e07f1000 4f420000 ffffffff feff00e0 00000000 feffdde0 09000000");
        DataSet dataSet = DataSetReader.read(bytes, EXPLICIT);
        assertThat(dataSet.items(Tag.ReferencedStudySequence)).hasSize(1);
        assertThat(DataSetWriter.toBytes(dataSet, EXPLICIT)).isEqualTo(bytes);
        assertThat(DataSetWriter.toBytes(dataSet, IMPLICIT)).hasSize(bytes.length - 4 - 4);
    }

    @Test
    void aChangeInAnItemCorrectsTheLengthsAboveIt() {
        DataSet dataSet = DataSetReader.read(DataSetWriter.toBytes(sample(), EXPLICIT), EXPLICIT);
        dataSet.items(Tag.ReferencedStudySequence).get(1).putString(Tag.ReferencedSOPInstanceUID, "1.2.3.4.5.6.7.8.9");
        DataSet back = DataSetReader.read(DataSetWriter.toBytes(dataSet, EXPLICIT), EXPLICIT);
        assertThat(back.items(Tag.ReferencedStudySequence).get(1).string(Tag.ReferencedSOPInstanceUID))
                .contains("1.2.3.4.5.6.7.8.9");
        assertThat(back.integer(Tag.Rows)).hasValue(2);
    }

    @Test
    void namesWhatIsNoRepresentation() {
        refuses(Reason.BAD_VR, hex("08000500 43530000 10002000 01020000 00000000"), EXPLICIT, ReadLimits.DEFAULT);
        refuses(
                Reason.UNEXPECTED_TAG,
                hex("08004011 53510000 ffffffff 10002000 4c4f0000"),
                EXPLICIT,
                ReadLimits.DEFAULT);
        refuses(Reason.BAD_LENGTH, hex("10000040 55540000 ffffffff 00000000"), EXPLICIT, ReadLimits.DEFAULT);
    }

    @Test
    void readsMislabelledDataSetsByTheirFirstElement() {
        DataSet sample = sample();
        assertThat(DataSetReader.read(DataSetWriter.toBytes(sample, IMPLICIT), EXPLICIT)
                        .integer(Tag.Rows))
                .hasValue(2);
        assertThat(DataSetReader.read(DataSetWriter.toBytes(sample, EXPLICIT), IMPLICIT)
                        .integer(Tag.Rows))
                .hasValue(2);
    }

    @Test
    void stopsBeforeATagAndLeavesBulk() throws IOException {
        byte[] bytes = DataSetWriter.toBytes(sample(), EXPLICIT);
        DataSet header = DataSetReader.read(new ByteArrayInputStream(bytes), EXPLICIT, ReadOptions.HEADER);
        assertThat(header.contains(Tag.PixelData)).isFalse();
        assertThat(header.integer(Tag.Rows)).hasValue(2);
        DataSet ranges =
                DataSetReader.read(new ByteArrayInputStream(bytes), 1000, EXPLICIT, ReadOptions.BULK_AS_RANGES);
        assertThat(ranges.get(Tag.PixelData))
                .isEqualTo(new Element.Bulk(Tag.PixelData, Vr.OW, 1000 + bytes.length - 8, 8, false));
    }

    @Test
    void signedByPixelRepresentationInImplicit() {
        DataSet dataSet =
                new DataSet().putInteger(Tag.PixelRepresentation, 1).putInteger(Tag.SmallestImagePixelValue, Vr.SS, -5);
        DataSet back = DataSetReader.read(DataSetWriter.toBytes(dataSet, IMPLICIT), IMPLICIT);
        assertThat(back.integer(Tag.SmallestImagePixelValue)).hasValue(-5);
    }

    @Test
    void textTooLongForAShortLengthIsWrittenAsUn() {
        String text = "x".repeat(70_000);
        DataSet dataSet = new DataSet().putString(Tag.ImageComments, text);
        DataSet back = DataSetReader.read(DataSetWriter.toBytes(dataSet, EXPLICIT), EXPLICIT);
        assertThat(back.get(Tag.ImageComments).vr()).isEqualTo(Vr.UN);
        assertThat(back.bytes(Tag.ImageComments).orElseThrow()).hasSize(70_000);
    }

    static DataSet sample() {
        DataSet dataSet = new DataSet().putCharacterSet(SpecificCharacterSet.CHINESE);
        DataSet region = dataSet.newItem().putString(Tag.CodeMeaning, "胸部");
        DataSet defined = new DataSet().putString(Tag.ReferencedSOPInstanceUID, "1.2.3");
        DataSet undefined = dataSet.newItem().undefinedLength(true).putItems(Tag.AnatomicRegionSequence, region);
        return dataSet.putString(Tag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.2")
                .putString(Tag.SOPInstanceUID, "1.2.3.4")
                .putItems(Tag.ReferencedStudySequence, defined, undefined)
                .putString(0x00090010, Vr.LO, "HUIZHEN")
                .putBytes(0x00091001, Vr.UN, new byte[] {1, 2, 3, 4})
                .putString(Tag.PatientName, "Zhang^San=张^三")
                .putString(Tag.PatientID, "P1")
                .putDecimal(Tag.AcquisitionDuration, 1.25)
                .putString(Tag.StudyInstanceUID, "1.2.3.5")
                .putString(Tag.SeriesInstanceUID, "1.2.3.6")
                .putInteger(Tag.Rows, 2)
                .putInteger(Tag.Columns, 2)
                .putInteger(Tag.BitsAllocated, 16)
                .putInteger(Tag.PixelData, Vr.OW, 1, 2, 3, 0xFFFF);
    }

    static byte[] file(TransferSyntax syntax) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            DicomFile.of(sample(), syntax).write(out, BulkSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static void refuses(Reason reason, byte[] bytes, TransferSyntax syntax, ReadLimits limits) {
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> DataSetReader.read(bytes, 0, bytes.length, syntax, ReadOptions.ALL.limits(limits)))
                .matches(e -> e.reason() == reason, reason.name());
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
