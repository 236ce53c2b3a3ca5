package org.huizhen.dicom.scu;

import io.netty.handler.ssl.SslContext;
import java.util.Optional;
import org.huizhen.dicom.pdu.UserInformation;

/**
 * What the associations of a client share.
 *
 * @param userInformation what every request carries
 */
record ClientSettings(
        String callingAeTitle, ClientTimeouts timeouts, UserInformation userInformation, Optional<SslContext> ssl) {
    private static final int LONGEST_TITLE = 16;

    ClientSettings {
        if (callingAeTitle.isBlank() || callingAeTitle.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "calling AE title '" + callingAeTitle + "', expected 1 to " + LONGEST_TITLE + " characters");
        }
    }
}
