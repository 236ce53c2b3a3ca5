package org.huizhen.gateway.forward;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A {@code multipart/related} body of several instances (PS3.18 10.5), read as it is sent: never more than a megabyte
 * of it is in memory.
 */
public final class StowBody {
    private static final int LEVEL = 3;
    private static final int BLOCK = 1 << 20;

    /**
     * One instance of the body.
     *
     * @param headers further header lines of the part, each ending in CRLF
     * @param fileMeta preamble and group 0002
     * @param dataSet opens the encoded data set
     */
    public record Part(String headers, byte[] fileMeta, Supplier<InputStream> dataSet) {}

    private final String boundary = "huizhen-" + UUID.randomUUID();
    private final List<Part> parts;
    private final boolean compress;

    public StowBody(List<Part> parts, boolean compress) {
        this.parts = List.copyOf(parts);
        this.compress = compress;
    }

    public String contentType() {
        return "multipart/related; type=\"application/dicom\"; boundary=" + boundary;
    }

    /** Whether the body goes as {@code Content-Encoding: zstd}. */
    public boolean compressed() {
        return compress;
    }

    /** The body from its beginning; may be opened again for a further attempt. */
    public InputStream open() {
        Deque<Supplier<InputStream>> pieces = new ArrayDeque<>();
        for (Part part : parts) {
            pieces.add(text("--" + boundary + "\r\nContent-Type: application/dicom\r\n" + part.headers() + "\r\n"));
            pieces.add(() -> new ByteArrayInputStream(part.fileMeta()));
            pieces.add(part.dataSet());
            pieces.add(text("\r\n"));
        }
        pieces.add(text("--" + boundary + "--\r\n"));
        InputStream plain = new Sequence(pieces);
        return compress ? new Compressed(plain) : plain;
    }

    private static Supplier<InputStream> text(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Streams one after the other, each opened when its turn comes. */
    private static final class Sequence extends InputStream {
        private final Deque<Supplier<InputStream>> rest;
        private InputStream current = InputStream.nullInputStream();

        Sequence(Deque<Supplier<InputStream>> pieces) {
            this.rest = pieces;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (true) {
                int read = current.read(target, offset, length);
                if (read >= 0) {
                    return read;
                }
                current.close();
                Supplier<InputStream> next = rest.poll();
                if (next == null) {
                    current = InputStream.nullInputStream();
                    return -1;
                }
                current = next.get();
            }
        }

        @Override
        public void close() throws IOException {
            rest.clear();
            current.close();
        }
    }

    /** Zstandard in frames of a megabyte of plain bytes (RFC 8878 3.1: frames may follow each other). */
    private static final class Compressed extends InputStream {
        private final InputStream plain;
        private byte[] block = new byte[BLOCK];
        private byte[] frame = new byte[0];
        private int position;
        private boolean ended;

        Compressed(InputStream plain) {
            this.plain = plain;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            while (position == frame.length) {
                if (ended) {
                    return -1;
                }
                fill();
            }
            int count = Math.min(length, frame.length - position);
            System.arraycopy(frame, position, target, offset, count);
            position += count;
            return count;
        }

        private void fill() throws IOException {
            int filled = plain.readNBytes(block, 0, block.length);
            ended = filled < block.length;
            if (filled > 0) {
                byte[] exact = filled == block.length ? block : java.util.Arrays.copyOf(block, filled);
                frame = Zstd.compress(exact, LEVEL);
                position = 0;
            }
            if (ended) {
                block = new byte[0];
            }
        }

        @Override
        public void close() throws IOException {
            plain.close();
        }
    }
}
