package org.huizhen.dicom.encoding;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;

/** Where a writer gets the ranges of bulk elements from. */
@FunctionalInterface
public interface BulkSource {

    /** For data sets that are wholly in memory. */
    BulkSource NONE = (offset, length, out) -> {
        throw new IllegalArgumentException("the data set has a range at " + offset + ", but no source was given");
    };

    /** Copies {@code length} bytes at {@code offset} of the source. */
    void copy(long offset, long length, OutputStream out) throws IOException;

    /** The file that the data set was read from. */
    static BulkSource of(FileChannel file) {
        return (offset, length, out) -> {
            WritableByteChannel channel = Channels.newChannel(out);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, 64 << 10));
            for (long done = 0; done < length; done += buffer.limit()) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
                while (buffer.hasRemaining()) {
                    if (file.read(buffer, offset + done + buffer.position()) < 0) {
                        throw new EOFException("the file ends inside a bulk element");
                    }
                }
                buffer.flip();
                channel.write(buffer);
            }
        };
    }
}
