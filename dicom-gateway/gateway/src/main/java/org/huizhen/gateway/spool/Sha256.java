package org.huizhen.gateway.spool;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 over an encoded data set. */
public final class Sha256 {
    public static final int LENGTH = 32;

    private static final int WARM_UP_BLOCK = 128 << 10;
    private static final int WARM_UP_BLOCKS = 320;

    private final byte[] bytes;

    public Sha256(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Digests some megabytes of nothing on a thread of its own, so that the JDK has compiled the digest (which then uses
     * the processor's instructions for it) before the first modality sends: until then it is twenty times slower.
     */
    public static void warmUp() {
        Thread thread = new Thread(
                () -> {
                    MessageDigest digest = digest();
                    ByteBuffer zeros = ByteBuffer.allocateDirect(WARM_UP_BLOCK);
                    for (int i = 0; i < WARM_UP_BLOCKS; i++) {
                        digest.update(zeros.clear());
                    }
                    digest.digest();
                },
                "digest-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sha256 that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
