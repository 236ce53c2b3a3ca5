package org.huizhen.dicom.encoding;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Reverses each unit of what is written; a last, incomplete unit is left out, since no number is there. */
final class SwappingStream extends FilterOutputStream {
    private final byte[] unit;
    private int filled;

    SwappingStream(OutputStream out, int unit) {
        super(out);
        this.unit = new byte[unit];
    }

    @Override
    public void write(int value) throws IOException {
        unit[unit.length - 1 - filled++] = (byte) value;
        if (filled == unit.length) {
            out.write(unit);
            filled = 0;
        }
    }
}
