package org.huizhen.dicom.scu;

import java.time.Duration;

/**
 * How long a caller waits.
 *
 * @param connect for the TCP connection
 * @param associate for the answer to the association request, TLS included
 * @param response for a response once the request is sent, and for each stretch in which the peer takes no bytes
 * @param release for the answer to the release
 */
public record ClientTimeouts(Duration connect, Duration associate, Duration response, Duration release) {
    public static final ClientTimeouts DEFAULT = new ClientTimeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(120), Duration.ofSeconds(10));
}
