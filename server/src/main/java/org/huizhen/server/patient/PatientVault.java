package org.huizhen.server.patient;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.huizhen.config.KeyPurpose;
import org.huizhen.config.Keys;
import org.huizhen.config.VersionedKey;
import org.huizhen.server.core.PatientId;

/**
 * Encrypts identity and telephone numbers (AES-256-GCM, 12 bytes of nonce first) and makes the keyed hashes by which they
 * are found (HMAC-SHA-256); keys lie outside the database (decision 11).
 */
final class PatientVault {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Keys keys;

    PatientVault(Keys keys) {
        this.keys = keys;
    }

    /** What a column pair {@code (…_cipher, …_cipher_key)} or {@code (…_hash, …_hash_key)} holds. */
    @SuppressWarnings("ArrayRecordComponent") // compared by value below
    record Sealed(byte[] bytes, int keyVersion) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Sealed s && keyVersion == s.keyVersion && Arrays.equals(bytes, s.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(bytes) + keyVersion;
        }

        @Override
        public String toString() {
            return "Sealed[key " + keyVersion + "]";
        }
    }

    /** {@code field} and patient are bound in: a cipher copied to another row does not open there. */
    Sealed encrypt(PatientId patient, String field, String text) {
        VersionedKey key = keys.current(KeyPurpose.IDENTITY_ENCRYPTION);
        byte[] nonce = new byte[NONCE];
        RANDOM.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, patient, field, text.getBytes(StandardCharsets.UTF_8));
        return new Sealed(
                ByteBuffer.allocate(NONCE + sealed.length)
                        .put(nonce)
                        .put(sealed)
                        .array(),
                key.version());
    }

    /** @throws IllegalStateException when the key is gone or the bytes were changed */
    String decrypt(PatientId patient, String field, Sealed sealed) {
        VersionedKey key = keys.version(KeyPurpose.IDENTITY_ENCRYPTION, sealed.keyVersion())
                .orElseThrow(() -> new IllegalStateException(
                        "identityEncryption key " + sealed.keyVersion() + " is not in the key file"));
        byte[] nonce = Arrays.copyOf(sealed.bytes(), NONCE);
        byte[] body = Arrays.copyOfRange(sealed.bytes(), NONCE, sealed.bytes().length);
        return new String(run(Cipher.DECRYPT_MODE, key, nonce, patient, field, body), StandardCharsets.UTF_8);
    }

    Sealed identityHash(IdentityNumber number) {
        VersionedKey key = keys.current(KeyPurpose.IDENTITY_LOOKUP);
        return new Sealed(hash(key, "identity", number.text()), key.version());
    }

    /** The hash under every version of the key: rows written before a rotation are found too. */
    List<byte[]> identityHashes(String normalized) {
        return keys.all(KeyPurpose.IDENTITY_LOOKUP).stream()
                .map(key -> hash(key, "identity", normalized))
                .toList();
    }

    Sealed localIdHash(String localId) {
        VersionedKey key = keys.current(KeyPurpose.IDENTITY_LOOKUP);
        return new Sealed(hash(key, "localId", localForm(localId)), key.version());
    }

    List<byte[]> localIdHashes(String localId) {
        return keys.all(KeyPurpose.IDENTITY_LOOKUP).stream()
                .map(key -> hash(key, "localId", localForm(localId)))
                .toList();
    }

    private static String localForm(String localId) {
        return IdentityNumber.looksLike(localId) ? IdentityNumber.normalize(localId) : localId.strip();
    }

    private static byte[] hash(VersionedKey key, String domain, String text) {
        return key.hmac((domain + "\0" + text).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] run(int mode, VersionedKey key, byte[] nonce, PatientId patient, String field, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key.aes(), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((patient + "/" + field).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(field + " of a patient cannot be opened: changed bytes or wrong key", e);
        }
    }
}
