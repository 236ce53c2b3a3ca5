package org.huizhen.server.http;

import io.javalin.http.Context;
import java.util.List;

/** Whence a request comes: the peer, or what a trusted proxy says in {@code X-Forwarded-For}. */
public final class ClientAddress {
    private static final String ATTRIBUTE = "huizhen.address";

    private final List<String> trustedProxies;

    ClientAddress(List<String> trustedProxies) {
        this.trustedProxies = List.copyOf(trustedProxies);
    }

    /** The address of the request's sender, without port. */
    public static String of(Context context) {
        String found = context.attribute(ATTRIBUTE);
        return found == null ? context.ip() : found;
    }

    /** From the right: the last hop that is no proxy of ours is the sender; what stands left of it anybody may write. */
    void note(Context context) {
        String address = context.ip();
        String header = context.header("X-Forwarded-For");
        if (header != null) {
            String[] hops = header.split(",");
            for (int i = hops.length - 1; i >= 0 && trustedProxies.contains(address); i--) {
                address = hops[i].strip();
            }
        }
        context.attribute(ATTRIBUTE, address);
    }
}
