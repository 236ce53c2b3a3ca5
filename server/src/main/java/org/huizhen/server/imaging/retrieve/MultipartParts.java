package org.huizhen.server.imaging.retrieve;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The frame of a multipart/related body (RFC 2387). */
final class MultipartParts {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final String boundary;

    MultipartParts() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        boundary = HexFormat.of().formatHex(bytes);
    }

    /** The response's Content-Type. */
    String contentType(String type) {
        return "multipart/related; type=\"" + type + "\"; boundary=" + boundary;
    }

    byte[] begin(String contentType) {
        return ascii("\r\n--" + boundary + "\r\nContent-Type: " + contentType + "\r\n\r\n");
    }

    byte[] end() {
        return ascii("\r\n--" + boundary + "--\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
