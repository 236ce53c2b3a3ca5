package org.huizhen.dicom.encoding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Dictionary;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.EncodedForm;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Reads encoded data sets (PS3.5 7) within limits; reads odd things as dcmtk does and keeps them for {@link DataSetWriter}. */
public final class DataSetReader {
    private static final int UNDEFINED = 0xFFFFFFFF;
    private static final long NO_END = Long.MAX_VALUE;

    private final ByteSource source;
    private final InflatingStream inflating;
    private final ReadOptions options;
    private final long bulkAbove;
    private TransferSyntax syntax;
    private boolean explicit;
    private boolean bigEndian;
    private int elements;
    private long total;
    /** What the delimiter read last gives as its length. */
    private int endLength;

    DataSetReader(ByteSource source, TransferSyntax syntax, ReadOptions options) {
        this.inflating = syntax.deflated() ? new InflatingStream(source.rest(), mostInflated(options.limits())) : null;
        this.source = inflating == null ? source : ByteSource.of(inflating, 0);
        this.syntax = syntax;
        this.options = options;
        // Ranges of an inflated stream are of no use to anybody.
        this.bulkAbove = syntax.deflated() ? Long.MAX_VALUE : options.bulkAbove();
    }

    /** Reads a data set from a stream to its end; ranges count from {@code position}, the offset of the stream's first byte. */
    public static DataSet read(InputStream in, long position, TransferSyntax syntax, ReadOptions options)
            throws IOException {
        return new DataSetReader(ByteSource.of(in, position), syntax, options).read();
    }

    /** Reads a data set from a stream to its end. */
    public static DataSet read(InputStream in, TransferSyntax syntax, ReadOptions options) throws IOException {
        return read(in, 0, syntax, options);
    }

    /** Reads a data set from a file, from an offset to the file's end. */
    public static DataSet read(FileChannel file, long offset, TransferSyntax syntax, ReadOptions options)
            throws IOException {
        return new DataSetReader(ByteSource.of(file, offset, file.size()), syntax, options).read();
    }

    /** Reads a data set in memory. */
    public static DataSet read(byte[] bytes, TransferSyntax syntax) {
        return read(bytes, 0, bytes.length, syntax, ReadOptions.ALL);
    }

    public static DataSet read(byte[] bytes, int offset, int length, TransferSyntax syntax, ReadOptions options) {
        try {
            return new DataSetReader(ByteSource.of(bytes, offset, length), syntax, options).read();
        } catch (IOException e) {
            throw new IllegalStateException("arrays do not fail", e);
        }
    }

    /** The syntax the bytes turned out to have: not the one declared where the first element contradicts it. */
    TransferSyntax syntax() {
        return syntax;
    }

    DataSet read() throws IOException {
        DataSet dataSet = new DataSet();
        readInto(dataSet);
        return dataSet;
    }

    /** As {@link #read()}; what was read before a failure is in the data set. */
    void readInto(DataSet dataSet) throws IOException {
        try {
            if (!syntax.deflated()) {
                syntax = SyntaxGuess.confirm(syntax, source);
            }
            explicit = syntax.explicit();
            bigEndian = syntax.bigEndian();
            readElements(dataSet, NO_END, 0);
        } catch (EOFException e) {
            throw source.truncated(0);
        } catch (ZipException e) {
            throw new DicomFormatException(Reason.BAD_COMPRESSION, source.position(), 0, "deflated data is damaged");
        } finally {
            if (inflating != null) {
                inflating.close();
            }
        }
    }

    /** All values and a header for each element: what the limits allow, whatever is inflated. */
    private static long mostInflated(ReadLimits limits) {
        return limits.maxTotalLength() + 12L * limits.maxElements();
    }

    /** Reads elements up to {@code end}, or to the item delimiter, or at depth 0 to the end of the source. */
    private void readElements(DataSet dataSet, long end, int depth) throws IOException {
        while (source.position() < end) {
            if (depth == 0) {
                int available = source.peek(8);
                if (available < 8) {
                    readTrailer(dataSet, available);
                    return;
                }
            }
            source.require(8, 0);
            int tag = tagAhead();
            if (depth == 0 && options.stopBefore() != 0 && Integer.compareUnsigned(tag, options.stopBefore()) >= 0) {
                return;
            }
            if (tag == Tag.ItemDelimitationItem && end == NO_END && depth > 0) {
                endOfValue();
                if (endLength != 0) {
                    dataSet.encodedForm().endLength(endLength);
                }
                return;
            }
            count(tag);
            if (tag >>> 16 == 0xFFFE) {
                readStrayDelimiter(dataSet, tag, end);
            } else {
                readElement(dataSet, tag, end, depth);
            }
        }
    }

    private void readTrailer(DataSet dataSet, int available) {
        if (available == 0) {
            return;
        }
        byte[] trailer = new byte[available];
        for (int i = 0; i < available; i++) {
            trailer[i] = (byte) source.ahead(i);
            if (trailer[i] != 0) {
                throw source.truncated(0);
            }
        }
        source.advance(available);
        dataSet.encodedForm().trailer(trailer);
    }

    /** A delimiter where none is due has no content: kept for the writer, of no meaning. */
    private void readStrayDelimiter(DataSet dataSet, int tag, long end) {
        if (end - source.position() < 8) {
            throw new DicomFormatException(
                    Reason.BAD_LENGTH, source.position(), tag, "longer than the item that holds it");
        }
        if (tag == Tag.Item || source.ahead32(4, bigEndian) != 0) {
            throw new DicomFormatException(Reason.UNEXPECTED_TAG, source.position(), tag, "an item outside a sequence");
        }
        Element element = new Element.Value(tag, Vr.UN, new byte[0]);
        keepHeader(dataSet, element, 8);
        source.advance(8);
        dataSet.append(element);
    }

    private void readElement(DataSet dataSet, int tag, long most, int depth) throws IOException {
        Vr vr;
        int length;
        int header = 8;
        boolean odd = false;
        if (explicit) {
            vr = Vr.ofCode(source.ahead(4), source.ahead(5));
            boolean longLength = vr != null && vr.longLength();
            if (vr == null) {
                longLength = unknownVrIsLong(tag);
                vr = Vr.UN;
                odd = true;
            }
            if (longLength) {
                header = 12;
                source.require(12, tag);
                odd |= source.ahead16(6, false) != 0;
                length = source.ahead32(8, bigEndian);
            } else {
                length = source.ahead16(6, bigEndian);
            }
        } else {
            vr = implicitVr(dataSet, tag);
            length = source.ahead32(4, bigEndian);
        }
        byte[] kept = odd || vr == Vr.SQ || length == UNDEFINED ? header(header) : null;
        endLength = 0;
        source.advance(header);
        long begin = source.position();
        if (length != UNDEFINED && (length & 0xFFFFFFFFL) > most - source.position()) {
            throw new DicomFormatException(
                    Reason.BAD_LENGTH, source.position(), tag, "longer than the item that holds it");
        }
        Element element = length == UNDEFINED
                ? undefined(dataSet, tag, vr, depth)
                : defined(dataSet, tag, vr, length & 0xFFFFFFFFL, depth);
        dataSet.append(element);
        // Items that reach beyond the length of their sequence: dcmtk takes them, and so the wrong length is kept.
        boolean unusual = length == UNDEFINED ? endLength != 0 : source.position() != begin + (length & 0xFFFFFFFFL);
        if (odd || (kept != null && unusual)) {
            int end = length == UNDEFINED ? endLength : 0;
            dataSet.encodedForm().header(element, new EncodedForm.Header(kept, explicit, bigEndian, end));
        }
    }

    private Element defined(DataSet parent, int tag, Vr vr, long length, int depth) throws IOException {
        if (vr == Vr.SQ) {
            return new Element.Sequence(tag, vr, items(parent, tag, source.position() + length, depth), false);
        }
        if (leftInSource(tag, length, depth)) {
            Element bulk = new Element.Bulk(tag, vr, source.position(), length, bigEndian);
            source.skip(length, tag);
            return bulk;
        }
        byte[] bytes = value(tag, length);
        if (bigEndian) {
            Swap.units(bytes, vr.unit());
        }
        return new Element.Value(tag, vr, bytes);
    }

    private Element undefined(DataSet parent, int tag, Vr vr, int depth) throws IOException {
        if (explicit && vr == Vr.UN) {
            // PS3.5 6.2.2: a sequence in implicit little endian, whatever the syntax.
            boolean outerOrder = bigEndian;
            explicit = false;
            bigEndian = false;
            List<DataSet> items = items(parent, tag, NO_END, depth);
            explicit = true;
            bigEndian = outerOrder;
            return new Element.Sequence(tag, Vr.UN, items, true);
        }
        if (vr == Vr.SQ || (!explicit && vr == Vr.UN)) {
            return new Element.Sequence(tag, Vr.SQ, items(parent, tag, NO_END, depth), true);
        }
        if (vr == Vr.OB || vr == Vr.OW) {
            return fragments(tag, vr);
        }
        throw new DicomFormatException(Reason.BAD_LENGTH, source.position(), tag, "undefined length for " + vr);
    }

    private List<DataSet> items(DataSet parent, int tag, long end, int depth) throws IOException {
        if (depth >= options.limits().maxDepth()) {
            throw new DicomFormatException(Reason.TOO_DEEP, source.position(), tag, "more than " + depth + " levels");
        }
        List<DataSet> items = new ArrayList<>(1);
        while (source.position() < end) {
            source.require(8, tag);
            int itemTag = tagAhead();
            long length = source.ahead32(4, bigEndian) & 0xFFFFFFFFL;
            if (itemTag == Tag.SequenceDelimitationItem && end == NO_END) {
                endOfValue();
                return items;
            }
            if (itemTag != Tag.Item) {
                throw new DicomFormatException(
                        Reason.UNEXPECTED_TAG, source.position(), itemTag, "expected an item of " + Tag.format(tag));
            }
            count(tag);
            DataSet item = parent.newItem().itemOffset(source.position());
            source.advance(8);
            if (length == 0xFFFFFFFFL) {
                item.undefinedLength(true);
                readElements(item, NO_END, depth + 1);
            } else {
                long itemEnd = source.position() + length;
                if (length > source.remaining()) {
                    throw source.truncated(tag);
                }
                readElements(item, itemEnd, depth + 1);
                if (source.position() != itemEnd) {
                    throw new DicomFormatException(
                            Reason.BAD_LENGTH,
                            source.position(),
                            tag,
                            "an element of undefined length leaves its item");
                }
            }
            items.add(item);
        }
        return items;
    }

    /** Takes a delimiter; its length has no meaning, whatever it is. */
    private void endOfValue() {
        endLength = source.ahead32(4, bigEndian);
        source.advance(8);
    }

    private Element fragments(int tag, Vr vr) throws IOException {
        byte[] offsetTable = null;
        List<Element.Fragment> fragments = new ArrayList<>();
        while (true) {
            source.require(8, tag);
            int itemTag = tagAhead();
            long length = source.ahead32(4, bigEndian) & 0xFFFFFFFFL;
            if (itemTag == Tag.SequenceDelimitationItem) {
                endOfValue();
                return new Element.Fragments(
                        tag, vr, offsetTable == null ? Element.Fragments.NO_TABLE : offsetTable, fragments);
            }
            if (itemTag != Tag.Item || length == 0xFFFFFFFFL) {
                throw new DicomFormatException(
                        Reason.UNEXPECTED_TAG, source.position(), itemTag, "expected a fragment of " + Tag.format(tag));
            }
            count(tag);
            source.advance(8);
            if (offsetTable == null) {
                offsetTable = value(tag, length);
            } else if (leftInSource(tag, length, 0)) {
                fragments.add(new Element.Fragment(source.position(), length, null));
                source.skip(length, tag);
            } else {
                long offset = source.position();
                fragments.add(new Element.Fragment(offset, length, value(tag, length)));
            }
        }
    }

    /** Pixel data is left whatever its length, so that frames are always ranges. */
    private boolean leftInSource(int tag, long length, int depth) {
        return length > bulkAbove
                || (depth == 0 && bulkAbove != Long.MAX_VALUE && tag >>> 16 == 0x7FE0 && tag >= Tag.FloatPixelData);
    }

    private byte[] value(int tag, long length) throws IOException {
        total += length;
        if (length > options.limits().maxValueLength()
                || total > options.limits().maxTotalLength()) {
            if (length > source.remaining()) {
                throw source.truncated(tag);
            }
            throw new DicomFormatException(
                    Reason.LENGTH_TOO_LARGE, source.position(), tag, length + " bytes are more than the limits allow");
        }
        return source.read((int) length, tag);
    }

    private Vr implicitVr(DataSet dataSet, int tag) {
        Vr vr = Dictionary.vr(tag);
        if (vr == Vr.US && Dictionary.signedByPixels(tag)) {
            for (DataSet each = dataSet; each != null; each = each.parent().orElse(null)) {
                if (each.contains(Tag.PixelRepresentation)) {
                    return each.integer(Tag.PixelRepresentation, 0) == 1 ? Vr.SS : Vr.US;
                }
            }
        }
        return vr;
    }

    /** A VR of a later edition has a 32-bit length (PS3.5 6.2); ?? and blanks, which some write for unknown, a 16-bit one. */
    private boolean unknownVrIsLong(int tag) {
        int first = source.ahead(4);
        int second = source.ahead(5);
        if (first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z') {
            return true;
        }
        if ((first == '?' && second == '?') || (first == '-' && second == '-')) {
            return false;
        }
        throw new DicomFormatException(Reason.BAD_VR, source.position() + 4, tag, "not a value representation");
    }

    private int tagAhead() {
        return source.ahead16(0, bigEndian) << 16 | source.ahead16(2, bigEndian);
    }

    private void count(int tag) {
        if (++elements > options.limits().maxElements()) {
            throw new DicomFormatException(
                    Reason.TOO_MANY_ELEMENTS,
                    source.position(),
                    tag,
                    "more than " + options.limits().maxElements());
        }
    }

    private void keepHeader(DataSet dataSet, Element element, int length) {
        dataSet.encodedForm().header(element, new EncodedForm.Header(header(length), explicit, bigEndian, 0));
    }

    private byte[] header(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) source.ahead(i);
        }
        return bytes;
    }
}
