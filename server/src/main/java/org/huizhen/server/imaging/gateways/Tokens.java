package org.huizhen.server.imaging.gateways;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;

/** Random tokens and pairing codes, and the hashes that the database keeps of them. */
final class Tokens {
    /** Tells a gateway's token from a person's session before any look-up. */
    static final String PREFIX = "hzg_";

    private static final int TOKEN_BYTES = 32;
    private static final int CODE_LENGTH = 12;
    /** No 0 and O, 1 and I and L: codes are read over the telephone. */
    private static final String CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

    private final SecureRandom random = new SecureRandom();

    String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Three groups of four, 59 bits. */
    String pairingCode() {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < CODE_LENGTH; i++) {
            if (i > 0 && i % 4 == 0) {
                code.append('-');
            }
            code.append(CODE_ALPHABET.charAt(random.nextInt(CODE_ALPHABET.length())));
        }
        return code.toString();
    }

    static byte[] hashOfCode(String code) {
        return hash(code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", ""));
    }

    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
