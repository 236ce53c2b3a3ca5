package org.huizhen.server.imaging.multipart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a multipart body part by part from a stream; memory stays at one buffer whatever the parts' size. Delimiters may
 * fall on any boundary of what the stream gives. Confined to one thread.
 */
public final class MultipartReader {
    private static final int BUFFER = 1 << 17;
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LONGEST_HEADERS = 8 << 10;

    private enum State {
        PREAMBLE,
        HEADERS,
        BODY,
        AFTER_BODY,
        END
    }

    private final InputStream in;
    private final byte[] delimiter;
    private final int[] skips = new int[256];
    private final byte[] buffer;
    private int begin;
    private int end;
    private boolean exhausted;
    private State state = State.PREAMBLE;

    public MultipartReader(InputStream in, String boundary) {
        this(in, boundary, BUFFER);
    }

    /** @throws MultipartException when the boundary is not of 1 to 70 characters (RFC 2046 5.1.1) */
    MultipartReader(InputStream in, String boundary, int bufferSize) {
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new MultipartException("boundary of " + boundary.length() + " characters, expected 1 to 70");
        }
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.buffer = new byte[Math.max(bufferSize, 4 * delimiter.length)];
        // The first delimiter may lack its line break; with one put before it, all are alike.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
        Arrays.fill(skips, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            skips[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
        }
    }

    /** Goes to the next part, passing over what is left of the present one; its headers, names in lower case. */
    public Optional<Map<String, String>> next() throws IOException {
        if (state == State.PREAMBLE || state == State.BODY) {
            byte[] sink = new byte[8192];
            state = State.BODY;
            while (read(sink, 0, sink.length) >= 0) {
                continue;
            }
        }
        if (state == State.AFTER_BODY) {
            readDelimiterTail();
        }
        if (state == State.END) {
            return Optional.empty();
        }
        Map<String, String> headers = readHeaders();
        state = State.BODY;
        return Optional.of(headers);
    }

    /** Bytes of the present part; -1 at its end. @throws MultipartException when the body ends inside the part */
    public int read(byte[] target, int offset, int length) throws IOException {
        if (state != State.BODY) {
            return -1;
        }
        while (true) {
            int found = find();
            int ready = (found >= 0 ? found : end - (delimiter.length - 1)) - begin;
            if (ready > 0) {
                int count = Math.min(ready, length);
                System.arraycopy(buffer, begin, target, offset, count);
                begin += count;
                return count;
            }
            if (found >= 0) {
                begin += delimiter.length;
                state = State.AFTER_BODY;
                return -1;
            }
            if (!fill()) {
                throw new MultipartException("body ends before the closing boundary");
            }
        }
    }

    // Horspool: compares from the right and jumps by the last byte, so that most bytes are never looked at.
    private int find() {
        int last = delimiter.length - 1;
        int at = begin;
        while (at + last < end) {
            byte tail = buffer[at + last];
            if (tail == delimiter[last] && Arrays.equals(buffer, at, at + last, delimiter, 0, last)) {
                return at;
            }
            at += skips[tail & 0xFF];
        }
        return -1;
    }

    private void readDelimiterTail() throws IOException {
        int first = readByte();
        int second = readByte();
        if (first == '-' && second == '-') {
            state = State.END;
            while (in.read(buffer) >= 0) {
                continue;
            }
            return;
        }
        // Transport padding (RFC 2046 5.1.1): blanks before the line break.
        int padding = 0;
        while (first == ' ' || first == '\t') {
            if (++padding > LONGEST_BOUNDARY) {
                throw new MultipartException("more than 70 blanks after a boundary");
            }
            first = second;
            second = readByte();
        }
        if (first != '\r' || second != '\n') {
            throw new MultipartException("no line break after a boundary");
        }
        state = State.HEADERS;
    }

    private Map<String, String> readHeaders() throws IOException {
        Map<String, String> headers = new TreeMap<>();
        int budget = LONGEST_HEADERS;
        StringBuilder line = new StringBuilder();
        while (true) {
            int b = readByte();
            if (--budget < 0) {
                throw new MultipartException("headers of a part longer than " + LONGEST_HEADERS + " bytes");
            }
            if (b != '\n') {
                line.append((char) b);
                continue;
            }
            String text = line.toString().stripTrailing();
            if (text.isEmpty()) {
                return headers;
            }
            int colon = text.indexOf(':');
            if (colon <= 0) {
                throw new MultipartException("a header line of a part has no colon");
            }
            headers.put(
                    text.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    text.substring(colon + 1).strip());
            line.setLength(0);
        }
    }

    private int readByte() throws IOException {
        if (begin == end && !fill()) {
            throw new MultipartException("body ends before the closing boundary");
        }
        return buffer[begin++] & 0xFF;
    }

    private boolean fill() throws IOException {
        if (exhausted) {
            return false;
        }
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        int count = in.read(buffer, end, buffer.length - end);
        if (count < 0) {
            exhausted = true;
            return false;
        }
        end += count;
        return true;
    }
}
