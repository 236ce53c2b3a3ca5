package org.huizhen.dicom.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.huizhen.dicom.dataset.DataSet;
import org.huizhen.dicom.dataset.Tag;
import org.huizhen.dicom.dataset.Vr;

/**
 * A Part 10 file (PS3.10 7), or a bare data set as old archives hold them.
 *
 * @param prefix what stands before group 0002: preamble and DICM; empty where there is none
 * @param meta group 0002 as found; empty where there is none
 * @param transferSyntax as declared in group 0002, or guessed where nothing is declared
 * @param encodedIn how the bytes turned out to be encoded; differs from {@code transferSyntax} in mislabelled files only
 * @param dataSetOffset bytes from the beginning to the first byte after group 0002
 */
@SuppressWarnings("ArrayRecordComponent") // files are not compared
public record DicomFile(
        byte[] prefix,
        DataSet meta,
        TransferSyntax transferSyntax,
        TransferSyntax encodedIn,
        long dataSetOffset,
        DataSet dataSet) {

    /**
     * Reads a file.
     *
     * @throws DicomFormatException where it is none or goes beyond the limits
     */
    public static DicomFile read(Path path, ReadOptions options) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(file, options);
        }
    }

    public static DicomFile read(FileChannel file, ReadOptions options) throws IOException {
        return read(ByteSource.of(file, 0, file.size()), options);
    }

    /** Reads a file from a stream to its end; ranges count from the stream's first byte. */
    public static DicomFile read(InputStream in, ReadOptions options) throws IOException {
        return read(ByteSource.of(in, 0), options);
    }

    public static DicomFile read(byte[] bytes, ReadOptions options) {
        try {
            return read(ByteSource.of(bytes, 0, bytes.length), options);
        } catch (IOException e) {
            throw new IllegalStateException("arrays do not fail", e);
        }
    }

    /** Reads what stands before the data set only; {@link #dataSet()} is empty. */
    public static DicomFile readMeta(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            return head(ByteSource.of(file, 0, file.size()));
        }
    }

    /** A new file for a data set that has SOP class and instance UIDs. */
    public static DicomFile of(DataSet dataSet, TransferSyntax syntax) {
        DataSet meta = FileMeta.create(
                dataSet.string(Tag.SOPClassUID, ""), dataSet.string(Tag.SOPInstanceUID, ""), syntax.uid());
        byte[] beginning = FileMeta.encode(meta);
        try {
            DicomFile head = head(ByteSource.of(beginning, 0, beginning.length));
            return new DicomFile(head.prefix, head.meta, syntax, syntax, beginning.length, dataSet);
        } catch (IOException e) {
            throw new IllegalStateException("arrays do not fail", e);
        }
    }

    /** Writes the file; one that was read and not changed comes out byte for byte (deflated ones: before compression). */
    public void write(OutputStream out, BulkSource bulk) throws IOException {
        out.write(prefix);
        DataSetWriter.write(meta, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, out, bulk);
        DataSetWriter.write(dataSet, encodedIn, out, bulk);
    }

    static DicomFile read(ByteSource source, ReadOptions options) throws IOException {
        DicomFile head = head(source);
        DataSetReader reader = new DataSetReader(source, head.transferSyntax, options);
        reader.readInto(head.dataSet);
        return new DicomFile(
                head.prefix, head.meta, head.transferSyntax, reader.syntax(), head.dataSetOffset, head.dataSet);
    }

    /** Reads up to the data set, with an empty one in its place. */
    static DicomFile head(ByteSource source) throws IOException {
        int magicAt = source.peek(FileMeta.PREAMBLE + 4) == FileMeta.PREAMBLE + 4
                        && FileMeta.isMagic(source, FileMeta.PREAMBLE)
                ? FileMeta.PREAMBLE
                : source.peek(4) == 4 && FileMeta.isMagic(source, 0) ? 0 : -1;
        byte[] prefix = magicAt < 0 ? new byte[0] : source.read(magicAt + 4, 0);
        DataSet meta = new DataSet();
        if (atMeta(source)) {
            new DataSetReader(source, TransferSyntax.EXPLICIT_LITTLE_ENDIAN, META).readInto(meta);
        }
        String uid = meta.string(Tag.TransferSyntaxUID, "");
        boolean atEnd = source.peek(1) == 0 && !meta.isEmpty();
        TransferSyntax syntax = !uid.isEmpty()
                ? TransferSyntax.of(uid)
                : atEnd ? TransferSyntax.EXPLICIT_LITTLE_ENDIAN : SyntaxGuess.guess(source);
        return new DicomFile(prefix, meta, syntax, syntax, source.position(), new DataSet());
    }

    private static final ReadOptions META = new ReadOptions(ReadLimits.HEADER, Long.MAX_VALUE, 0x00030000);

    private static boolean atMeta(ByteSource source) throws IOException {
        return source.peek(8) == 8
                && source.ahead16(0, false) == 0x0002
                && Vr.ofCode(source.ahead(4), source.ahead(5)) != null;
    }
}
