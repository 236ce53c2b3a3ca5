package org.huizhen.server.imaging.multipart;

/** The body is no well-formed multipart; the message gives name, value and bound. */
public final class MultipartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MultipartException(String message) {
        super(message);
    }
}
