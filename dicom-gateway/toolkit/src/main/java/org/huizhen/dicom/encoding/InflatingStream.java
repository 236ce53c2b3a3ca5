package org.huizhen.dicom.encoding;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import org.huizhen.dicom.encoding.DicomFormatException.Reason;

/** The inflated bytes of a deflated data set (PS3.5 A.5), refused where they become more than any real data set has. */
final class InflatingStream extends InputStream {
    /** Deflate gives at most 1,032 for 1; even blank images stay below this once their headers are counted in. */
    static final int MOST_FOR_ONE = 1000;

    /** So much inflates freely: short streams of zeros are nothing to fear. */
    static final long FREE = 64L << 20;

    private final InputStream deflated;
    private final Inflater inflater = new Inflater(true);
    private final byte[] input = new byte[16 << 10];
    private final long most;
    private long consumed;
    private long produced;

    /** Gives no more than {@code most} bytes. */
    InflatingStream(InputStream deflated, long most) {
        this.deflated = deflated;
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (true) {
                int count = inflater.inflate(target, offset, length);
                if (count > 0) {
                    produced += count;
                    limit();
                    return count;
                }
                if (inflater.finished()) {
                    return -1;
                }
                if (inflater.needsDictionary()) {
                    throw new ZipException("a dictionary is asked for");
                }
                int filled = deflated.read(input, 0, input.length);
                if (filled < 0) {
                    throw new EOFException("the deflated stream has no end");
                }
                consumed += filled;
                inflater.setInput(input, 0, filled);
            }
        } catch (DataFormatException e) {
            ZipException damaged = new ZipException("deflated data is damaged");
            damaged.initCause(e);
            throw damaged;
        }
    }

    private void limit() {
        if (produced > most) {
            throw new DicomFormatException(Reason.INFLATES_TOO_MUCH, produced, 0, "to more than " + most + " bytes");
        }
        if (produced > FREE && produced / MOST_FOR_ONE > consumed) {
            throw new DicomFormatException(
                    Reason.INFLATES_TOO_MUCH, produced, 0, "to more than " + MOST_FOR_ONE + " times its length");
        }
    }

    /** Frees the memory of the decompressor; the stream below stays open. */
    @Override
    public void close() {
        inflater.end();
    }
}
