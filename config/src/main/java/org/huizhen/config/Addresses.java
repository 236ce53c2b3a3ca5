package org.huizhen.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Tells addresses of this machine alone from addresses others can reach. */
public final class Addresses {
    private Addresses() {}

    /** Whether the host, given by name or number, is the loopback interface; asks no name server. */
    public static boolean isLoopback(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (bare.toLowerCase(Locale.ROOT).equals("localhost")) {
            return true;
        }
        boolean number = bare.indexOf(':') >= 0 || bare.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        try {
            return number && InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
