package org.huizhen.dicom.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;
import org.junit.jupiter.api.Test;

class PixelFramesTest {
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};

    @Test
    void splitsNativeFrames() throws IOException {
        DataSet dataSet = image(3, 2, 2, 16).putInteger(Tag.PixelData, Vr.OW, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        PixelFrames frames = PixelFrames.of(dataSet, BulkSource.NONE);
        assertThat(frames.count()).isEqualTo(3);
        assertThat(frames.length(1)).isEqualTo(8);
        assertThat(copy(frames, 1)).containsExactly(4, 0, 5, 0, 6, 0, 7, 0);
    }

    @Test
    void alignsOneBitFrames() throws IOException {
        // Three frames of 3 x 1 bits: 101 010 011, lowest bit first.
        DataSet dataSet = image(3, 1, 3, 1).putBytes(Tag.PixelData, Vr.OB, new byte[] {(byte) 0b11_010_101, 0b0});
        PixelFrames frames = PixelFrames.of(dataSet, BulkSource.NONE);
        assertThat(copy(frames, 0)).containsExactly(0b101);
        assertThat(copy(frames, 1)).containsExactly(0b010);
        assertThat(copy(frames, 2)).containsExactly(0b011);
        assertThat(frames.firstBit(1)).isEqualTo(3);
    }

    @Test
    void followsTheBasicOffsetTable() throws IOException {
        byte[] table = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(20)
                .array();
        PixelFrames frames = encapsulated(2, table, new byte[] {1, 2}, new byte[] {3, 4}, new byte[] {5, 6});
        assertThat(copy(frames, 0)).containsExactly(1, 2, 3, 4);
        assertThat(copy(frames, 1)).containsExactly(5, 6);
        assertThat(frames.length(0)).isEqualTo(4);
    }

    @Test
    void followsTheExtendedOffsetTable() throws IOException {
        DataSet dataSet = image(2, 1, 1, 8)
                .putInteger(Tag.ExtendedOffsetTable, Vr.OV, 0, 10)
                .put(fragments(new byte[0], new byte[] {1, 2}, new byte[] {3, 4}));
        assertThat(copy(PixelFrames.of(dataSet, BulkSource.NONE), 1)).containsExactly(3, 4);
    }

    @Test
    void withoutATableTakesAFragmentAFrameOrTheMarksOfCodeStreams() throws IOException {
        assertThat(copy(encapsulated(2, new byte[0], new byte[] {1, 2}, new byte[] {3, 4}), 1))
                .containsExactly(3, 4);
        assertThat(copy(encapsulated(1, new byte[0], new byte[] {1, 2}, new byte[] {3, 4}), 0))
                .containsExactly(1, 2, 3, 4);
        PixelFrames marked =
                encapsulated(2, new byte[0], JPEG, new byte[] {1, 2}, JPEG, new byte[] {3, 4}, new byte[] {5, 6});
        assertThat(copy(marked, 0)).hasSize(6).endsWith(1, 2);
        assertThat(copy(marked, 1)).hasSize(8).endsWith(3, 4, 5, 6);
    }

    @Test
    void aWrongTableIsNotFollowed() throws IOException {
        byte[] wrong = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putInt(7)
                .array();
        assertThat(copy(encapsulated(2, wrong, new byte[] {1, 2}, new byte[] {3, 4}), 1))
                .containsExactly(3, 4);
    }

    @Test
    void namesPixelDataThatCantBeSplit() {
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> encapsulated(2, new byte[0], new byte[] {1, 2}, new byte[] {3, 4}, new byte[] {5, 6}))
                .matches(e -> e.reason() == Reason.BAD_PIXEL_DATA);
        DataSet shortOne = image(3, 2, 2, 16).putBytes(Tag.PixelData, Vr.OW, new byte[16]);
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> copy(PixelFrames.of(shortOne, BulkSource.NONE), 2))
                .matches(e -> e.reason() == Reason.BAD_PIXEL_DATA);
        assertThatExceptionOfType(DicomFormatException.class)
                .isThrownBy(() -> PixelFrames.of(new DataSet(), BulkSource.NONE));
    }

    /** All frames of a corpus file, taken from ranges of the file, together are its pixel data. */
    @Test
    void framesOfEveryCorpusFileMakeUpItsPixelData() throws IOException {
        List<String> wrong = new ArrayList<>();
        int count = 0;
        for (Corpus.Entry entry : Corpus.dicom()) {
            if (entry.malformed()) {
                continue;
            }
            try (FileChannel channel = FileChannel.open(entry.path())) {
                DicomFile ranges = DicomFile.read(channel, ReadOptions.BULK_AS_RANGES);
                Element expected =
                        DicomFile.read(entry.path(), ReadOptions.ALL).dataSet().get(Tag.PixelData);
                if (expected == null) {
                    continue;
                }
                BulkSource source = BulkSource.of(channel);
                PixelFrames frames = PixelFrames.of(ranges.dataSet(), source);
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                boolean bits = ranges.dataSet().integer(Tag.BitsAllocated, 8) == 1;
                for (int i = 0; i < frames.count(); i++) {
                    ByteArrayOutputStream one = new ByteArrayOutputStream();
                    frames.copy(i, source, one);
                    if (one.size() != frames.length(i)) {
                        wrong.add(entry + " frame " + i + ": " + one.size() + " bytes of " + frames.length(i));
                    }
                    one.writeTo(all);
                    count++;
                }
                byte[] pixels = bytes(expected);
                byte[] joined = all.toByteArray();
                boolean same =
                        joined.length <= pixels.length && Arrays.equals(joined, Arrays.copyOf(pixels, joined.length));
                if (!same && !(bits && frames.count() > 1)) {
                    wrong.add(entry + ": frames make " + joined.length + " of " + pixels.length);
                }
            } catch (DicomFormatException e) {
                wrong.add(entry + ": " + e.getMessage());
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(count).isGreaterThan(200);
    }

    private static byte[] bytes(Element pixels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (pixels instanceof Element.Fragments fragments) {
            fragments.fragments().forEach(fragment -> out.writeBytes(fragment.bytes()));
        } else if (pixels instanceof Element.Value value) {
            out.writeBytes(value.bytes());
        }
        return out.toByteArray();
    }

    private static DataSet image(int frames, int rows, int columns, int bits) {
        return new DataSet()
                .putInteger(Tag.NumberOfFrames, frames)
                .putInteger(Tag.SamplesPerPixel, 1)
                .putInteger(Tag.Rows, rows)
                .putInteger(Tag.Columns, columns)
                .putInteger(Tag.BitsAllocated, bits);
    }

    private static PixelFrames encapsulated(int frames, byte[] table, byte[]... fragments) throws IOException {
        return PixelFrames.of(image(frames, 1, 1, 8).put(fragments(table, fragments)), BulkSource.NONE);
    }

    private static Element fragments(byte[] table, byte[]... fragments) {
        return new Element.Fragments(
                Tag.PixelData,
                Vr.OB,
                table,
                Arrays.stream(fragments).map(Element.Fragment::of).toList());
    }

    private static byte[] copy(PixelFrames frames, int frame) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        frames.copy(frame, BulkSource.NONE, out);
        return out.toByteArray();
    }
}
