package org.huizhen.server.imaging.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static final String TWO_PARTS = """
            --line\r
            Content-Type: application/dicom\r
            \r
            first\r
            -\r
            --lin\r
            --line \t\r
            content-type:  application/dicom ; a=b \r
            X-Other: 1\r
            \r
            \r
            --line--\r
            behind""";

    @Test
    void findsPartsWhereverTheStreamIsCut() throws IOException {
        byte[] body = TWO_PARTS.getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= body.length; cut++) {
            assertThat(parts(new CutStream(body, cut), "line"))
                    .as("cut at %d", cut)
                    .containsExactly("first\r\n-\r\n--lin", "");
        }
        assertThat(parts(new CutStream(body, -1), "line"))
                .as("byte by byte")
                .containsExactly("first\r\n-\r\n--lin", "");
    }

    @Test
    void givesHeadersByLowerCaseName() throws IOException {
        MultipartReader reader = reader(TWO_PARTS, "line");
        assertThat(reader.next()).contains(Map.of("content-type", "application/dicom"));
        assertThat(reader.next()).contains(Map.of("content-type", "application/dicom ; a=b", "x-other", "1"));
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void passesOverPreambleAndUnreadParts() throws IOException {
        MultipartReader reader = reader("preamble\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--", "b");
        assertThat(reader.next()).isPresent();
        assertThat(reader.next()).isPresent();
        byte[] bytes = new byte[10];
        assertThat(reader.read(bytes, 0, 10)).isEqualTo(3);
        assertThat(new String(bytes, 0, 3, StandardCharsets.US_ASCII)).isEqualTo("two");
    }

    @Test
    void givesBinaryPartsByteForByte() throws IOException {
        Random random = new Random(7);
        byte[] content = new byte[300_000];
        random.nextBytes(content);
        // Much that looks like the beginning of a delimiter.
        for (int i = 0; i < content.length - 8; i += 97) {
            System.arraycopy("\r\n--linX".getBytes(StandardCharsets.US_ASCII), 0, content, i, 8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int i = 0; i < 2; i++) {
            body.writeBytes("\r\n--line\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(content);
        }
        body.writeBytes("\r\n--line--".getBytes(StandardCharsets.US_ASCII));
        MultipartReader reader = new MultipartReader(new ByteArrayInputStream(body.toByteArray()), "line");
        for (int i = 0; i < 2; i++) {
            assertThat(reader.next()).isPresent();
            assertThat(java.util.Arrays.equals(rest(reader), content)).isTrue();
        }
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void refusesABodyThatEndsEarly() {
        String body = TWO_PARTS.substring(0, TWO_PARTS.indexOf("--line--") + 7);
        for (int length = 0; length < body.length(); length++) {
            String cut = body.substring(0, length);
            assertThatThrownBy(() -> parts(new ByteArrayInputStream(cut.getBytes(StandardCharsets.US_ASCII)), "line"))
                    .as("cut at %d", length)
                    .isInstanceOf(MultipartException.class);
        }
    }

    @Test
    void refusesEndlessHeaders() {
        String body = "--b\r\nX: " + "a".repeat(9000) + "\r\n\r\n\r\n--b--";
        assertThatThrownBy(() -> parts(new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)), "b"))
                .isInstanceOf(MultipartException.class)
                .hasMessageContaining("8192");
    }

    @Test
    void refusesABoundaryLongerThanTheStandardAllows() {
        assertThatThrownBy(() -> reader("", "b".repeat(71))).isInstanceOf(MultipartException.class);
    }

    private static MultipartReader reader(String body, String boundary) {
        return new MultipartReader(new ByteArrayInputStream(body.getBytes(StandardCharsets.US_ASCII)), boundary, 64);
    }

    private static List<String> parts(InputStream in, String boundary) throws IOException {
        MultipartReader reader = new MultipartReader(in, boundary, 64);
        List<String> parts = new ArrayList<>();
        while (reader.next().isPresent()) {
            parts.add(new String(rest(reader), StandardCharsets.US_ASCII));
        }
        return parts;
    }

    private static byte[] rest(MultipartReader reader) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        for (int count = reader.read(buffer, 0, 4096); count >= 0; count = reader.read(buffer, 0, 4096)) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toByteArray();
    }

    /** Gives the bytes in two reads, or one by one where {@code cut} is negative. */
    private static final class CutStream extends InputStream {
        private final byte[] bytes;
        private final int cut;
        private int at;

        CutStream(byte[] bytes, int cut) {
            this.bytes = bytes;
            this.cut = cut;
        }

        @Override
        public int read() {
            return at < bytes.length ? bytes[at++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int until = cut < 0 ? at + 1 : at < cut ? cut : bytes.length;
            int count = Math.min(length, until - at);
            System.arraycopy(bytes, at, target, offset, count);
            at += count;
            return count;
        }
    }
}
