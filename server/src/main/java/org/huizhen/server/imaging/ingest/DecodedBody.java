package org.huizhen.server.imaging.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.huizhen.server.core.ApiException;
import org.huizhen.server.core.ErrorCode;

/**
 * A request's body without its content encoding. Images of nothing shrink a thousandfold and are welcome; what goes on
 * growing far beyond its own size is a bomb and ends with {@code too-large}.
 */
final class DecodedBody extends FilterInputStream {
    private static final long HARMLESS = 256L << 20;
    private static final int MOST_TIMES = 100;

    private final Counted encoded;
    private long decoded;

    private DecodedBody(InputStream decoding, Counted encoded) {
        super(decoding);
        this.encoded = encoded;
    }

    /** @param coding as in {@code Content-Encoding}, in lower case; empty for one that is not known */
    static Optional<InputStream> of(InputStream body, String coding) throws IOException {
        Counted encoded = new Counted(body);
        return switch (coding) {
            case "identity", "" -> Optional.of(body);
            case "zstd" -> Optional.of(new DecodedBody(new ZstdInputStream(encoded), encoded));
            case "gzip", "x-gzip" -> Optional.of(new DecodedBody(new GZIPInputStream(encoded, 64 << 10), encoded));
            default -> Optional.empty();
        };
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = in.read(target, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        decoded += bytes;
        if (decoded > HARMLESS && decoded > MOST_TIMES * encoded.bytes) {
            throw new ApiException(ErrorCode.TOO_LARGE, Map.of("limit", HARMLESS));
        }
    }

    private static final class Counted extends FilterInputStream {
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = in.read(target, offset, length);
            bytes += Math.max(0, read);
            return read;
        }
    }
}
