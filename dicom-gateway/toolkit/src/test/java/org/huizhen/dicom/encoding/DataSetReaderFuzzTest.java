package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Vr;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes in any syntax are refused by name or read; what was read comes out byte for byte, as values and as JSON without failing. */
class DataSetReaderFuzzTest {
    private static final List<TransferSyntax> SYNTAXES = List.of(
            TransferSyntax.IMPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_LITTLE_ENDIAN,
            TransferSyntax.EXPLICIT_BIG_ENDIAN,
            TransferSyntax.DEFLATED_LITTLE_ENDIAN,
            TransferSyntax.JPEG_BASELINE);
    private static final ReadLimits LIMITS = new ReadLimits(8, 5_000, 1 << 20, 2 << 20);

    static Stream<byte[]> seeds() {
        Stream<byte[]> bare = IntStream.range(0, SYNTAXES.size())
                .mapToObj(i -> seed(i, DataSetWriter.toBytes(DataSetReaderTest.sample(), SYNTAXES.get(i))));
        Stream<byte[]> files = SYNTAXES.stream().map(syntax -> seed(SYNTAXES.size(), DataSetReaderTest.file(syntax)));
        DataSet fragments = DataSetReaderTest.sample();
        fragments.put(new Element.Fragments(
                0x7FE00010, Vr.OB, new byte[4], List.of(Element.Fragment.of(new byte[] {1, 2, 3, 4}))));
        byte[] encapsulated = DataSetWriter.toBytes(fragments, TransferSyntax.JPEG_BASELINE);
        return Stream.of(bare, files, Stream.of(seed(4, encapsulated), seed(4 | 0x80, encapsulated)))
                .flatMap(each -> each);
    }

    /** The low bits of the first byte choose the syntax, or a Part 10 file; the highest leaves long values in the source. */
    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrNamesAnything(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        int choice = (input[0] & 0x7F) % (SYNTAXES.size() + 1);
        ReadOptions options = new ReadOptions(LIMITS, input[0] < 0 ? 8 : Long.MAX_VALUE, 0);
        DicomFile file;
        try {
            file = choice == SYNTAXES.size()
                    ? DicomFile.read(bytes, options)
                    : bare(bytes, SYNTAXES.get(choice), options);
        } catch (DicomFormatException e) {
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(out, (offset, length, to) -> to.write(bytes, (int) offset, (int) length));
        if (!file.transferSyntax().deflated()) {
            assertThat(out.toByteArray()).isEqualTo(bytes);
        }
        ask(file.dataSet());
        byte[] json = DicomJson.toBytes(file.dataSet(), DicomJson.BulkUri.NONE);
        DicomJsonReader.read(
                new ByteArrayInputStream(json), DicomJsonReader.BulkResolver.LEAVE_OUT, ReadLimits.DEFAULT);
    }

    private static DicomFile bare(byte[] bytes, TransferSyntax syntax, ReadOptions options) throws IOException {
        DataSetReader reader = new DataSetReader(ByteSource.of(bytes, 0, bytes.length), syntax, options);
        DataSet dataSet = reader.read();
        return new DicomFile(new byte[0], new DataSet(), syntax, reader.syntax(), 0, dataSet);
    }

    private static void ask(DataSet dataSet) {
        for (Element element : dataSet) {
            int tag = element.tag();
            dataSet.strings(tag);
            dataSet.longs(tag);
            dataSet.decimals(tag);
            dataSet.personName(tag);
            dataSet.items(tag).forEach(DataSetReaderFuzzTest::ask);
        }
    }

    private static byte[] seed(int choice, byte[] bytes) {
        byte[] seed = new byte[bytes.length + 1];
        seed[0] = (byte) choice;
        System.arraycopy(bytes, 0, seed, 1, bytes.length);
        return seed;
    }
}
