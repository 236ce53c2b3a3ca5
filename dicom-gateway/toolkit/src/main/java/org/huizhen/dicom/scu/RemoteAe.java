package org.huizhen.dicom.scu;

import java.net.InetSocketAddress;

/**
 * An application entity to connect to.
 *
 * @param address resolved or not
 * @param calledAeTitle 1 to 16 characters
 */
public record RemoteAe(InetSocketAddress address, String calledAeTitle) {
    public static RemoteAe of(String host, int port, String calledAeTitle) {
        return new RemoteAe(InetSocketAddress.createUnresolved(host, port), calledAeTitle);
    }
}
