package org.huizhen.dicom.encoding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** Buffered bytes of an array, a stream or a range of a file, with the position counted from the beginning of the source. */
final class ByteSource {
    private static final int BUFFER = 16 << 10;
    private static final int CHUNK = 1 << 20;

    /** Where more bytes come from. */
    private interface Supply {
        /** Reads up to {@code length} bytes that lie at {@code position}; -1 at the end. */
        int read(long position, byte[] target, int offset, int length) throws IOException;
    }

    private final Supply supply;
    private final boolean seekable;
    private final long end;
    private byte[] buffer;
    private long base;
    private int at;
    private int filled;

    private ByteSource(Supply supply, boolean seekable, byte[] buffer, int at, int filled, long base, long end) {
        this.supply = supply;
        this.seekable = seekable;
        this.buffer = buffer;
        this.at = at;
        this.filled = filled;
        this.base = base;
        this.end = end;
    }

    static ByteSource of(byte[] bytes, int offset, int length) {
        return new ByteSource(
                (position, target, to, count) -> -1, true, bytes, offset, offset + length, -offset, length);
    }

    static ByteSource of(InputStream in, long position) {
        Supply supply = (ignored, target, offset, length) -> in.read(target, offset, length);
        return new ByteSource(supply, false, new byte[BUFFER], 0, 0, position, Long.MAX_VALUE);
    }

    static ByteSource of(FileChannel file, long from, long to) {
        Supply supply = (position, target, offset, length) ->
                file.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, to - position)), position);
        return new ByteSource(supply, true, new byte[BUFFER], 0, 0, from, to);
    }

    long position() {
        return base + at;
    }

    /** Bytes that are certainly left, or Long.MAX_VALUE where the end is unknown. */
    long remaining() {
        return end == Long.MAX_VALUE ? Long.MAX_VALUE : end - position();
    }

    boolean seekable() {
        return seekable;
    }

    /** Makes up to {@code count} (at most 1 KiB) bytes available; gives how many are. */
    int peek(int count) throws IOException {
        while (filled - at < count) {
            if (position() + (filled - at) >= end) {
                break;
            }
            if (at > 0 && buffer.length - at < count) {
                System.arraycopy(buffer, at, buffer, 0, filled - at);
                base += at;
                filled -= at;
                at = 0;
            }
            int room = buffer.length - filled;
            int read = room == 0 ? -1 : supply.read(base + filled, buffer, filled, room);
            if (read <= 0) {
                break;
            }
            filled += read;
        }
        return Math.min(filled - at, count);
    }

    void require(int count, int tag) throws IOException {
        if (filled - at < count && peek(count) < count) {
            throw truncated(tag);
        }
    }

    DicomFormatException truncated(int tag) {
        return new DicomFormatException(Reason.TRUNCATED, position(), tag, "the data ends here");
    }

    /** The byte so many after the position; it must have been made available. */
    int ahead(int offset) {
        return buffer[at + offset] & 0xFF;
    }

    void advance(int count) {
        at += count;
    }

    int ahead16(int offset, boolean bigEndian) {
        int first = ahead(offset);
        int second = ahead(offset + 1);
        return bigEndian ? first << 8 | second : second << 8 | first;
    }

    int ahead32(int offset, boolean bigEndian) {
        int first = ahead16(offset, bigEndian);
        int second = ahead16(offset + 2, bigEndian);
        return bigEndian ? first << 16 | second : second << 16 | first;
    }

    /** Reads a value; where the end is unknown a lying length costs no more memory than twice what there is. */
    byte[] read(int length, int tag) throws IOException {
        if (length > remaining()) {
            throw truncated(tag);
        }
        byte[] value = new byte[end == Long.MAX_VALUE ? Math.min(length, CHUNK) : length];
        int done = 0;
        while (done < length) {
            if (done == value.length) {
                value = Arrays.copyOf(value, (int) Math.min(length, 2L * value.length));
            }
            int buffered = Math.min(filled - at, value.length - done);
            if (buffered > 0) {
                System.arraycopy(buffer, at, value, done, buffered);
                at += buffered;
                done += buffered;
                continue;
            }
            if (value.length - done < buffer.length / 2) {
                require(1, tag);
                continue;
            }
            int read = supply.read(position(), value, done, value.length - done);
            if (read <= 0) {
                throw truncated(tag);
            }
            base += read;
            done += read;
        }
        return value;
    }

    void skip(long length, int tag) throws IOException {
        if (length > remaining()) {
            throw truncated(tag);
        }
        int buffered = (int) Math.min(filled - at, length);
        at += buffered;
        long left = length - buffered;
        if (left == 0) {
            return;
        }
        if (seekable) {
            base = position() + left;
            at = 0;
            filled = 0;
            return;
        }
        while (left > 0) {
            require(1, tag);
            int step = (int) Math.min(filled - at, left);
            at += step;
            left -= step;
        }
    }

    /** The rest of the source as a stream. */
    InputStream rest() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                if (peek(1) == 0) {
                    return -1;
                }
                int value = ahead(0);
                advance(1);
                return value;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int available = length == 0 ? 0 : peek(1);
                if (available == 0) {
                    return length == 0 ? 0 : -1;
                }
                int count = Math.min(length, filled - at);
                System.arraycopy(buffer, at, target, offset, count);
                advance(count);
                return count;
            }

            @Override
            public long skip(long count) throws IOException {
                throw new EOFException("not for skipping");
            }
        };
    }
}
