package org.huizhen.synthetic;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** UIDs below 2.25 (PS3.5 B.2), the same for the same seed and name. */
final class Uids {
    static final String IMPLEMENTATION_CLASS = derived(0, "org.huizhen.synthetic");

    private Uids() {}

    static String derived(long seed, String name) {
        byte[] digest = sha256((seed + "/" + name).getBytes(StandardCharsets.UTF_8));
        byte[] uuid = Arrays.copyOf(digest, 16);
        uuid[6] = (byte) ((uuid[6] & 0x0f) | 0x80); // version 8: made by our own rule (RFC 9562 5.8)
        uuid[8] = (byte) ((uuid[8] & 0x3f) | 0x80);
        return "2.25." + new BigInteger(1, uuid);
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
