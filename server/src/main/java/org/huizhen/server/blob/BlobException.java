package org.huizhen.server.blob;

import java.io.IOException;

/** The store could not write or read; {@link #full} tells a full disk from a broken one. */
public final class BlobException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean full;

    BlobException(String message, IOException cause) {
        super(message, cause);
        // The JDK has no type for ENOSPC and EDQUOT; the text is that of strerror, which the JDK does not translate.
        String reason = String.valueOf(cause.getMessage());
        this.full = reason.contains("No space left") || reason.contains("quota exceeded");
    }

    public boolean full() {
        return full;
    }
}
