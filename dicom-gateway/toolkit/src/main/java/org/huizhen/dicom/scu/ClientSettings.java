package org.huizhen.dicom.scu;

import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** What the associations of a client share. */
record ClientSettings(
        String callingAeTitle, ClientTimeouts timeouts, int maxPduLength, int operations, Optional<SslContext> ssl) {
    private static final int LONGEST_TITLE = 16;

    ClientSettings {
        if (callingAeTitle.isBlank() || callingAeTitle.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "calling AE title '" + callingAeTitle + "', expected 1 to " + LONGEST_TITLE + " characters");
        }
        if (operations < 1) {
            throw new IllegalArgumentException(operations + " operations, expected 1 or more");
        }
    }
}
