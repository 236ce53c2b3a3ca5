package org.huizhen.dicom.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/**
 * Locates the frames of pixel data, native (PS3.5 8.1) or encapsulated (PS3.5 A.4), so that one can be sent without the others being
 * read. Frames count from 0. Data sets read with {@link ReadOptions#BULK_AS_RANGES} give ranges of the file.
 */
public final class PixelFrames {

    /**
     * A part of a frame: a range of the source, or bytes in memory.
     *
     * @param offset bytes from the beginning of the source, or of {@code memory}
     * @param memory the value that holds the part, null where it lies in the source
     */
    @SuppressWarnings("ArrayRecordComponent") // a window on the value, not compared
    public record Part(long offset, long length, byte[] memory) {}

    private final List<List<Part>> encapsulated;
    private final Element pixels;
    private final long frameBits;
    private final int count;

    private PixelFrames(List<List<Part>> encapsulated, Element pixels, long frameBits, int count) {
        this.encapsulated = encapsulated;
        this.pixels = pixels;
        this.frameBits = frameBits;
        this.count = count;
    }

    /**
     * The frames of a data set.
     *
     * @param source gives the first bytes of fragments where only those tell frames apart
     * @throws DicomFormatException with {@code BAD_PIXEL_DATA} where there are none or they can't be told apart
     */
    public static PixelFrames of(DataSet dataSet, BulkSource source) throws IOException {
        Element pixels = dataSet.get(Tag.PixelData);
        pixels = pixels != null ? pixels : dataSet.get(Tag.FloatPixelData);
        pixels = pixels != null ? pixels : dataSet.get(Tag.DoubleFloatPixelData);
        int count = Math.max(1, dataSet.integer(Tag.NumberOfFrames, 1));
        if (pixels instanceof Element.Fragments fragments) {
            List<List<Part>> frames = FragmentFrames.locate(dataSet, fragments, count, source);
            return new PixelFrames(frames, pixels, 0, frames.size());
        }
        if (pixels == null || pixels instanceof Element.Sequence) {
            throw new DicomFormatException(Reason.BAD_PIXEL_DATA, -1, Tag.PixelData, "no pixel data");
        }
        long rows = dataSet.integer(Tag.Rows, 0);
        long columns = dataSet.integer(Tag.Columns, 0);
        int allocated = pixels.tag() == Tag.FloatPixelData
                ? 32
                : pixels.tag() == Tag.DoubleFloatPixelData ? 64 : dataSet.integer(Tag.BitsAllocated, 0);
        long bits = rows * columns * samples(dataSet) * allocated;
        if (bits <= 0 || allocated > 64) {
            throw new DicomFormatException(
                    Reason.BAD_PIXEL_DATA, -1, Tag.PixelData, "rows, columns or bits are missing");
        }
        return new PixelFrames(null, pixels, bits, count);
    }

    public int count() {
        return count;
    }

    /** Whether each frame is a code stream of its own instead of plain pixels. */
    public boolean encapsulated() {
        return encapsulated != null;
    }

    /** The length in bytes of what {@link #copy} writes. */
    public long length(int frame) {
        return encapsulated == null
                ? (frameBits + 7) / 8
                : parts(frame).stream().mapToLong(Part::length).sum();
    }

    /** The parts that hold the frame; a one-bit frame may begin inside its first byte ({@link #firstBit}). */
    public List<Part> parts(int frame) {
        if (frame < 0 || frame >= count) {
            throw new IndexOutOfBoundsException("frame " + frame + " of " + count);
        }
        if (encapsulated != null) {
            return encapsulated.get(frame);
        }
        long from = frameBits * frame / 8;
        long to = (frameBits * (frame + 1) + 7) / 8;
        return switch (pixels) {
            case Element.Bulk range -> List.of(part(range.offset(), range.length(), from, to, null));
            case Element.Value value -> List.of(part(0, value.bytes().length, from, to, value.bytes()));
            case Element.Fragments ignored -> throw new IllegalStateException("native");
            case Element.Sequence ignored -> throw new IllegalStateException("native");
        };
    }

    /** The bit (0 to 7, lowest first) of the first part's first byte where the frame begins; not 0 for one-bit pixels only. */
    public int firstBit(int frame) {
        return encapsulated != null ? 0 : (int) (frameBits * frame % 8);
    }

    /** Writes a frame: a code stream, or pixels in little endian from the first bit on. */
    public void copy(int frame, BulkSource source, OutputStream out) throws IOException {
        int shift = firstBit(frame);
        if (shift != 0 || frameBits % 8 != 0) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            copyParts(frame, source, packed);
            out.write(shifted(packed.toByteArray(), shift));
        } else if (pixels instanceof Element.Bulk range
                && range.bigEndian()
                && range.vr().unit() > 1) {
            copySwapped(frame, range, source, out);
        } else {
            copyParts(frame, source, out);
        }
    }

    /** Words may reach over the ends of frames with an odd number of bytes. */
    private void copySwapped(int frame, Element.Bulk range, BulkSource source, OutputStream out) throws IOException {
        Part part = parts(frame).getFirst();
        int unit = range.vr().unit();
        long from = (part.offset() - range.offset()) / unit * unit;
        long to = Math.min(range.length(), (part.offset() - range.offset() + part.length() + unit - 1) / unit * unit);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        source.copy(range.offset() + from, to - from, new SwappingStream(whole, unit));
        out.write(whole.toByteArray(), (int) (part.offset() - range.offset() - from), (int) part.length());
    }

    private void copyParts(int frame, BulkSource source, OutputStream out) throws IOException {
        for (Part part : parts(frame)) {
            if (part.memory() != null) {
                out.write(part.memory(), (int) part.offset(), (int) part.length());
            } else {
                source.copy(part.offset(), part.length(), out);
            }
        }
    }

    private byte[] shifted(byte[] packed, int shift) {
        byte[] frame = new byte[(int) ((frameBits + 7) / 8)];
        for (int i = 0; i < frame.length; i++) {
            int low = (packed[i] & 0xFF) >>> shift;
            int high = i + 1 < packed.length ? packed[i + 1] << (8 - shift) : 0;
            frame[i] = (byte) (low | high);
        }
        int used = (int) (frameBits % 8);
        if (used != 0) {
            frame[frame.length - 1] &= (byte) ((1 << used) - 1);
        }
        return frame;
    }

    private static Part part(long offset, long available, long from, long to, byte[] memory) {
        if (to > available) {
            throw new DicomFormatException(Reason.BAD_PIXEL_DATA, offset, Tag.PixelData, "shorter than its frames");
        }
        return new Part(offset + from, to - from, memory);
    }

    // Sub-sampled colour has two samples a pixel (PS3.3 C.7.6.3.1.2).
    private static int samples(DataSet dataSet) {
        int samples = dataSet.integer(Tag.SamplesPerPixel, 1);
        String photometric = dataSet.string(Tag.PhotometricInterpretation, "");
        return samples == 3 && (photometric.equals("YBR_FULL_422") || photometric.equals("YBR_PARTIAL_422"))
                ? 2
                : samples;
    }
}
