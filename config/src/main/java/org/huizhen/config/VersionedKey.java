package org.huizhen.config;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** 32 random bytes for one purpose, with the version that goes beside whatever they protect. */
public final class VersionedKey {
    private final KeyPurpose purpose;
    private final int version;
    private final byte[] bytes;

    VersionedKey(KeyPurpose purpose, int version, byte[] bytes) {
        this.purpose = purpose;
        this.version = version;
        this.bytes = bytes.clone();
    }

    public KeyPurpose purpose() {
        return purpose;
    }

    public int version() {
        return version;
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** The key for {@code AES/GCM/NoPadding}. */
    public SecretKey aes() {
        return new SecretKeySpec(bytes, "AES");
    }

    /** HMAC-SHA-256 over the given bytes, 32 bytes. */
    public byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public String toString() {
        return purpose.fileName() + "." + version;
    }
}
