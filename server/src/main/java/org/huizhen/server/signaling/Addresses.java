package org.huizhen.server.signaling;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/** The peer's address, as a text without port. */
final class Addresses {
    private Addresses() {}

    static String of(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress address && address.getAddress() != null
                ? address.getAddress().getHostAddress()
                : "unknown";
    }
}
