package org.huizhen.dicom.scu;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.ScatteringByteChannel;
import java.util.Arrays;
import org.huizhen.dicom.pdu.PduEncoder;

/** Reads a data set into buffers of framed P-DATA-TF: bytes go from the file straight to where they are sent from. */
final class DataSetSender {
    private static final int HEADER = PduEncoder.SINGLE_VALUE_HEADER_LENGTH;
    /** Bytes handed to the connection at once. */
    private static final int CHUNK = 256 * 1024;

    private final ReadableByteChannel source;
    private final int contextId;
    private final int valueLength;
    private final int padding;
    private long left;

    /**
     * Sends length bytes of the source in values of at most valueLength bytes.
     *
     * @param padding 0, or 1 to send a NUL after them
     */
    DataSetSender(ReadableByteChannel source, long length, int padding, int contextId, int valueLength) {
        this.source = source;
        this.padding = padding;
        this.contextId = contextId;
        this.valueLength = Math.min(valueLength, CHUNK - HEADER);
        this.left = length + padding;
    }

    boolean hasMore() {
        return left > 0;
    }

    /**
     * The next PDUs in one buffer, which the caller owns.
     *
     * @throws EOFException when the source is shorter than announced
     */
    ByteBuf next(ByteBufAllocator allocator) throws IOException {
        int most = Math.max(1, CHUNK / (valueLength + HEADER));
        int count = (int) Math.min(most, (left + valueLength - 1) / valueLength);
        long data = Math.min((long) count * valueLength, left);
        ByteBuf chunk = allocator.directBuffer((int) data + count * HEADER);
        try {
            ByteBuffer[] values = new ByteBuffer[count];
            int index = 0;
            for (int i = 0; i < count; i++) {
                int length = (int) Math.min(valueLength, left);
                left -= length;
                PduEncoder.setSingleValueHeader(chunk, index, contextId, false, left == 0, length);
                int padded = left == 0 ? padding : 0;
                values[i] = chunk.nioBuffer(index + HEADER, length - padded);
                index += HEADER + length;
                if (padded > 0) {
                    chunk.setByte(index - 1, 0);
                }
            }
            chunk.writerIndex(index);
            fill(values);
            return chunk;
        } catch (IOException | RuntimeException e) {
            chunk.release();
            throw e;
        }
    }

    private void fill(ByteBuffer[] values) throws IOException {
        int first = 0;
        while (first < values.length) {
            long read = source instanceof ScatteringByteChannel scattering
                    ? scattering.read(values, first, Math.min(values.length - first, 16))
                    : source.read(values[first]);
            if (read < 0) {
                long missing = left
                        + Arrays.stream(values).mapToLong(ByteBuffer::remaining).sum();
                throw new EOFException("data set ends " + missing + " bytes early");
            }
            while (first < values.length && !values[first].hasRemaining()) {
                first++;
            }
        }
    }
}
