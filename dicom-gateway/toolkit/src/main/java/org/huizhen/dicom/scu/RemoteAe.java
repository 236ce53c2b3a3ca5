package org.huizhen.dicom.scu;

import java.net.InetSocketAddress;

/**
 * An application entity to connect to.
 *
 * @param address resolved or not
 * @param calledAeTitle 1 to 16 characters
 */
public record RemoteAe(InetSocketAddress address, String calledAeTitle) {
    private static final int LONGEST_TITLE = 16;

    public RemoteAe {
        if (calledAeTitle.isBlank() || calledAeTitle.length() > LONGEST_TITLE) {
            throw new IllegalArgumentException(
                    "called AE title '" + calledAeTitle + "', expected 1 to " + LONGEST_TITLE + " characters");
        }
    }

    public static RemoteAe of(String host, int port, String calledAeTitle) {
        return new RemoteAe(InetSocketAddress.createUnresolved(host, port), calledAeTitle);
    }

    @Override
    public String toString() {
        return calledAeTitle + "@" + address.getHostString() + ":" + address.getPort();
    }
}
