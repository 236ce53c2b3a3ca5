package org.huizhen.gateway.spool;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Gathers bytes for a segment and writes them in whole blocks, past the page cache where the file system can: what is
 * received is read once more at most, and filling fresh pages of the cache costs more than all else on the way to the disk.
 * Confined to whoever holds the writer's lock.
 */
final class BlockOutput {
    /** Records begin at multiples of this; no disk or file system of today wants more. */
    static final int BLOCK = 4096;

    private static final int CAPACITY = 2 << 20;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(BLOCK).asReadOnlyBuffer();

    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(CAPACITY + BLOCK).alignedSlice(BLOCK).limit(CAPACITY);

    /** Where the block begins that this offset is in, or is the beginning of the next. */
    static long roundUp(long offset) {
        return (offset + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** Forgets what was not written. */
    void reset() {
        buffer.clear().limit(CAPACITY);
    }

    /** Takes the bytes; writes whenever a buffer is full. */
    void put(ByteBuffer part, SegmentFile file) throws IOException {
        while (part.hasRemaining()) {
            int count = Math.min(part.remaining(), buffer.remaining());
            buffer.put(part.slice(part.position(), count));
            part.position(part.position() + count);
            if (!buffer.hasRemaining()) {
                flush(file);
            }
        }
    }

    /** Fills the last block with zeros. */
    void pad() {
        buffer.put(ZEROS.slice(0, (int) roundUp(buffer.position()) - buffer.position()));
    }

    /** Writes what was gathered, which must be whole blocks. */
    void flush(SegmentFile file) throws IOException {
        if (buffer.position() > 0) {
            file.appendBlocks(buffer.flip());
        }
        reset();
    }
}
