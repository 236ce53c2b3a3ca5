package org.huizhen.dicom.encoding;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The identity of an instance's content: SHA-256 over its encoded data set, that is all bytes after group 0002, as they stand. The
 * transfer syntax is compared beside it.
 */
public final class DataSetDigest {
    private static final int BUFFER = 256 << 10;

    private final MessageDigest digest = sha256();

    /** Takes the next bytes of the data set; group 0002 must not be among them. */
    public void update(ByteBuffer bytes) {
        digest.update(bytes);
    }

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The 32 bytes; the digest then begins anew. */
    public byte[] finish() {
        return digest.digest();
    }

    /** As {@link #finish()}, in lower-case hexadecimal. */
    public String finishHex() {
        return hex(finish());
    }

    /** The digest of a Part 10 file or bare data set. */
    public static byte[] of(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            DicomFile head = DicomFile.head(ByteSource.of(file, 0, file.size()));
            return of(file, head.dataSetOffset(), file.size());
        }
    }

    /** The digest of the bytes of a file from the data set's offset up to its end. */
    public static byte[] of(FileChannel file, long offset, long end) throws IOException {
        DataSetDigest digest = new DataSetDigest();
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.clamp(end - offset, 1, BUFFER));
        long at = offset;
        while (at < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int read = file.read(buffer, at);
            if (read < 0) {
                throw new DicomFormatException(
                        DicomFormatException.Reason.TRUNCATED, at, 0, "the file ends before the data set");
            }
            digest.update(buffer.flip());
            at += read;
        }
        return digest.finish();
    }

    /** The digest of a data set in memory. */
    public static byte[] of(byte[] bytes, int offset, int length) {
        DataSetDigest digest = new DataSetDigest();
        digest.update(bytes, offset, length);
        return digest.finish();
    }

    public static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
