package org.huizhen.server.identity;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Argon2id with 19 MiB, 2 passes, 1 lane; at most as many at once as there are processors, which bounds their memory. */
final class Passwords {
    static final int SHORTEST = 10;

    private static final Argon2Function FUNCTION = Argon2Function.getInstance(19_456, 2, 1, 32, Argon2.ID);
    /** No 0, O, 1, l, I: they are read to people over the telephone. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int GENERATED = 16;
    private static final int SALT = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Semaphore running =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()));
    /** Compared for names that nobody has, so that the time of the answer does not tell. */
    private volatile String decoy;

    String hash(String password) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        return guarded(() ->
                FUNCTION.hash(password.getBytes(StandardCharsets.UTF_8), salt).getResult());
    }

    boolean matches(String password, String hash) {
        return guarded(() -> Argon2Function.getInstanceFromHash(hash).check(password, hash));
    }

    boolean matchesNobody(String password) {
        if (decoy == null) {
            decoy = hash(generate());
        }
        matches(password, decoy);
        return false;
    }

    /** 16 characters of 56: 93 bits. */
    static String generate() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GENERATED; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }

    private <T> T guarded(Supplier<T> work) {
        running.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            running.release();
        }
    }
}
