package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.Test;

/** Deflated explicit little endian: limits on what is inflated, damage, padding. */
class DeflatedDataSetTest {

    @Test
    void inflatedValuesAreLimited() {
        DataSet bomb = new DataSet().putBytes(Tag.EncapsulatedDocument, Vr.OB, new byte[8 << 20]);
        byte[] deflated = DataSetWriter.toBytes(bomb, TransferSyntax.DEFLATED_LITTLE_ENDIAN);
        assertThat(deflated.length).isLessThan(20_000);
        refuses(
                Reason.LENGTH_TOO_LARGE,
                deflated,
                TransferSyntax.DEFLATED_LITTLE_ENDIAN,
                new ReadLimits(8, 100, 4 << 20, 4 << 20));
    }

    /** One value within the limits of values: only what it came from tells it from a real one. */
    @Test
    void inflatedBombsAreLimitedBySizeAndByRatio() {
        byte[] deflated = deflatedZeros(300 << 20);
        assertThat(deflated.length).isLessThan(320_000);
        ReadLimits roomy = new ReadLimits(8, Integer.MAX_VALUE, 256L << 20, 512L << 20);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            refuses(Reason.INFLATES_TOO_MUCH, deflated, TransferSyntax.DEFLATED_LITTLE_ENDIAN, roomy);
            ReadLimits small = new ReadLimits(8, 1000, 1 << 20, 1 << 20);
            byte[] unknown = DataSetWriter.toBytes(manyEmptyItems(500_000), TransferSyntax.DEFLATED_LITTLE_ENDIAN);
            refuses(Reason.TOO_MANY_ELEMENTS, unknown, TransferSyntax.DEFLATED_LITTLE_ENDIAN, small);
        });
    }

    @Test
    void damagedAndCutDeflatedDataIsNamed() {
        DataSet dataSet = new DataSet().putBytes(Tag.EncapsulatedDocument, Vr.OB, new byte[100_000]);
        byte[] deflated = DataSetWriter.toBytes(dataSet, TransferSyntax.DEFLATED_LITTLE_ENDIAN);
        refuses(
                Reason.TRUNCATED,
                Arrays.copyOf(deflated, deflated.length - 20),
                TransferSyntax.DEFLATED_LITTLE_ENDIAN,
                ReadLimits.DEFAULT);
        byte[] damaged = deflated.clone();
        damaged[0] = 0x07;
        refuses(Reason.BAD_COMPRESSION, damaged, TransferSyntax.DEFLATED_LITTLE_ENDIAN, ReadLimits.DEFAULT);
        byte[] padded = Arrays.copyOf(deflated, deflated.length + 1);
        assertThat(DataSetReader.read(padded, TransferSyntax.DEFLATED_LITTLE_ENDIAN)
                        .size())
                .isEqualTo(1);
    }

    private static DataSet manyEmptyItems(int count) {
        List<DataSet> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new DataSet());
        }
        return new DataSet().putItems(Tag.ContentSequence, items);
    }

    private static byte[] deflatedZeros(int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try (DeflaterOutputStream stream = new DeflaterOutputStream(out, deflater)) {
            stream.write(DataSetReaderTest.hex("10000040 55540000 00000010"));
            byte[] zeros = new byte[1 << 20];
            for (int done = 0; done < count; done += zeros.length) {
                stream.write(zeros);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void refuses(Reason reason, byte[] bytes, TransferSyntax syntax, ReadLimits limits) {
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> DataSetReader.read(bytes, 0, bytes.length, syntax, ReadOptions.ALL.limits(limits)))
                .matches(e -> e.reason() == reason, reason.name());
    }
}
