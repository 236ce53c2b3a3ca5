package org.huizhen.dicom.encoding;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Element;
import org.huizhen.dicom.dataset.EncodedForm;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;

/**
 * Writes data sets (PS3.5 7). In the syntax it was read in, a data set that was not changed gives the same bytes again: length forms,
 * padding, group lengths and odd headers are kept (deflated: the same bytes before compression).
 */
public final class DataSetWriter {
    private final OutputStream out;
    private final BulkSource bulk;
    private final byte[] header = new byte[12];
    private boolean explicit;
    private boolean bigEndian;

    private DataSetWriter(OutputStream out, TransferSyntax syntax, BulkSource bulk) {
        this.out = out;
        this.bulk = bulk;
        this.explicit = syntax.explicit();
        this.bigEndian = syntax.bigEndian();
    }

    /** Writes the data set; does not close the stream. */
    public static void write(DataSet dataSet, TransferSyntax syntax, OutputStream out, BulkSource bulk)
            throws IOException {
        Deflater deflater = syntax.deflated() ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : null;
        try {
            OutputStream target = deflater == null ? out : new DeflaterOutputStream(out, deflater, 16 << 10);
            BufferedOutputStream buffered = new BufferedOutputStream(target, 16 << 10);
            new DataSetWriter(buffered, syntax, bulk).writeElements(dataSet);
            buffered.flush();
            if (target instanceof DeflaterOutputStream deflated) {
                deflated.finish();
            }
        } finally {
            if (deflater != null) {
                deflater.end();
            }
        }
    }

    /** The encoded data set; it must be wholly in memory. */
    public static byte[] toBytes(DataSet dataSet, TransferSyntax syntax) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try {
            write(dataSet, syntax, bytes, BulkSource.NONE);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The encoded length in bytes (of a deflated syntax: before compression). */
    public static long length(DataSet dataSet, TransferSyntax syntax) {
        return elementsLength(dataSet, syntax.explicit(), syntax.bigEndian());
    }

    private void writeElements(DataSet dataSet) throws IOException {
        EncodedForm form = dataSet.hasEncodedForm() ? dataSet.encodedForm() : null;
        for (Element element : form != null && form.order() != null ? form.order() : dataSet.elements()) {
            EncodedForm.Header kept = form == null ? null : form.header(element);
            boolean keeps = kept != null && kept.explicit() == explicit && kept.bigEndian() == bigEndian;
            if (keeps) {
                out.write(kept.bytes());
            } else if (element.tag() >>> 16 != 0xFFFE) {
                writeHeader(element);
            }
            writeValue(element, keeps ? kept.endLength() : 0);
        }
        if (form != null) {
            out.write(form.trailer());
        }
    }

    private void writeHeader(Element element) throws IOException {
        long length = encodedLength(element);
        Vr vr = encodedVr(element.vr(), length);
        put16(0, element.tag() >>> 16);
        put16(2, element.tag() & 0xFFFF);
        if (!explicit) {
            put32(4, (int) length);
            out.write(header, 0, 8);
            return;
        }
        header[4] = (byte) (vr.code() >> 8);
        header[5] = (byte) vr.code();
        if (vr.longLength()) {
            header[6] = 0;
            header[7] = 0;
            put32(8, (int) length);
            out.write(header, 0, 12);
        } else {
            put16(6, (int) length);
            out.write(header, 0, 8);
        }
    }

    private void writeValue(Element element, int endLength) throws IOException {
        switch (element) {
            case Element.Value value -> writeBytes(value);
            case Element.Sequence sequence -> writeItems(sequence, endLength);
            case Element.Fragments fragments -> {
                if (fragments.hasTable()) {
                    writeItem(Tag.Item, fragments.offsetTable().length);
                    out.write(fragments.offsetTable());
                }
                for (Element.Fragment fragment : fragments.fragments()) {
                    writeItem(Tag.Item, fragment.length());
                    if (fragment.bytes() != null) {
                        out.write(fragment.bytes());
                    } else {
                        bulk.copy(fragment.offset(), fragment.length(), out);
                    }
                }
                writeItem(Tag.SequenceDelimitationItem, endLength);
            }
            case Element.Bulk range -> {
                if (range.bigEndian() == bigEndian || range.vr().unit() == 1) {
                    bulk.copy(range.offset(), range.length(), out);
                } else {
                    bulk.copy(
                            range.offset(),
                            range.length(),
                            new SwappingStream(out, range.vr().unit()));
                }
            }
        }
    }

    private void writeBytes(Element.Value value) throws IOException {
        if (bigEndian && value.vr().unit() > 1) {
            byte[] swapped = value.bytes().clone();
            Swap.units(swapped, value.vr().unit());
            out.write(swapped);
        } else {
            out.write(value.bytes());
        }
    }

    private void writeItems(Element.Sequence sequence, int endLength) throws IOException {
        boolean outerExplicit = explicit;
        boolean outerOrder = bigEndian;
        if (sequence.vr() == Vr.UN) {
            explicit = false;
            bigEndian = false;
        }
        for (DataSet item : sequence.items()) {
            writeItem(Tag.Item, item.undefinedLength() ? 0xFFFFFFFFL : elementsLength(item, explicit, bigEndian));
            writeElements(item);
            if (item.undefinedLength()) {
                writeItem(
                        Tag.ItemDelimitationItem,
                        item.hasEncodedForm() ? item.encodedForm().endLength() : 0);
            }
        }
        if (sequence.undefinedLength()) {
            writeItem(Tag.SequenceDelimitationItem, endLength);
        }
        explicit = outerExplicit;
        bigEndian = outerOrder;
    }

    private void writeItem(int tag, long length) throws IOException {
        put16(0, tag >>> 16);
        put16(2, tag & 0xFFFF);
        put32(4, (int) length);
        out.write(header, 0, 8);
    }

    private void put16(int offset, int value) {
        header[offset] = (byte) (bigEndian ? value >> 8 : value);
        header[offset + 1] = (byte) (bigEndian ? value : value >> 8);
    }

    private void put32(int offset, int value) {
        put16(offset, bigEndian ? value >>> 16 : value & 0xFFFF);
        put16(offset + 2, bigEndian ? value & 0xFFFF : value >>> 16);
    }

    // A value too long for a 16-bit length is written as UN (PS3.5 6.2.2, note).
    private static Vr encodedVr(Vr vr, long length) {
        return !vr.longLength() && length > 0xFFFF ? Vr.UN : vr;
    }

    /** The content of the length field: FFFFFFFFH for undefined length. */
    private long encodedLength(Element element) {
        return switch (element) {
            case Element.Value value -> value.bytes().length;
            case Element.Bulk range -> range.length();
            case Element.Fragments fragments -> 0xFFFFFFFFL;
            case Element.Sequence sequence ->
                sequence.undefinedLength() ? 0xFFFFFFFFL : itemsLength(sequence, explicit, bigEndian);
        };
    }

    private static long elementsLength(DataSet dataSet, boolean explicit, boolean bigEndian) {
        EncodedForm form = dataSet.hasEncodedForm() ? dataSet.encodedForm() : null;
        long length = form == null ? 0 : form.trailer().length;
        for (Element element : form != null && form.order() != null ? form.order() : dataSet.elements()) {
            length += elementLength(element, explicit, bigEndian, form);
        }
        return length;
    }

    private static long elementLength(Element element, boolean explicit, boolean bigEndian, EncodedForm form) {
        EncodedForm.Header kept = form == null ? null : form.header(element);
        boolean keeps = kept != null && kept.explicit() == explicit && kept.bigEndian() == bigEndian;
        if (element.tag() >>> 16 == 0xFFFE) {
            return keeps ? kept.bytes().length : 0;
        }
        long value = switch (element) {
            case Element.Sequence sequence -> itemsLength(sequence, explicit, bigEndian);
            case Element.Fragments fragments -> {
                long sum = (fragments.hasTable() ? 16L : 8L) + fragments.offsetTable().length;
                for (Element.Fragment fragment : fragments.fragments()) {
                    sum += 8 + fragment.length();
                }
                yield sum;
            }
            case Element.Value bytes -> bytes.bytes().length;
            case Element.Bulk range -> range.length();
        };
        if (keeps) {
            return kept.bytes().length + value;
        }
        return (explicit && encodedVr(element.vr(), value).longLength() ? 12 : 8) + value;
    }

    private static long itemsLength(Element.Sequence sequence, boolean outerExplicit, boolean outerOrder) {
        boolean explicit = outerExplicit && sequence.vr() != Vr.UN;
        boolean bigEndian = outerOrder && sequence.vr() != Vr.UN;
        long length = sequence.undefinedLength() ? 8 : 0;
        for (DataSet item : sequence.items()) {
            length += 8 + elementsLength(item, explicit, bigEndian) + (item.undefinedLength() ? 8 : 0);
        }
        return length;
    }
}
