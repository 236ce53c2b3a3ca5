package org.huizhen.server.cluster;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A server.
 *
 * @param name the same after a restart
 * @param url of its signaling socket, as clients call it
 */
public record Node(String name, String url) {

    /** Eight hexadecimal digits that stand for the name in ids that clients get. */
    public String mark() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
