package org.huizhen.config;

import java.nio.file.Path;

/** Where a server's certificate and key come from. */
public sealed interface Tls {

    /** Plain HTTP; allowed on loopback addresses only. */
    record None() implements Tls {}

    /** A certificate that the first start makes and keeps in the folder. */
    record SelfSigned(Path directory) implements Tls {}

    /** A PKCS#12 or JKS key store. */
    record KeyStoreFile(Path file, Secret password) implements Tls {}

    /** PEM files: certificate chain, leaf first, and private key (PKCS#8 or PKCS#1, not encrypted). */
    record PemFiles(Path certificate, Path key) implements Tls {}

    /** How the {@code tls} section is written. */
    enum Mode {
        NONE,
        SELF_SIGNED,
        KEYSTORE,
        PEM
    }

    /** Reads a {@code tls} section; without one it is self-signed in the given folder. */
    static Tls read(Section tls, String directory) {
        Mode mode = tls.choice("mode", Mode.SELF_SIGNED);
        Path folder = tls.path("directory", directory);
        Path keystore = tls.path("keystore", "keystore.p12");
        Secret password = tls.secret("password").orElse(new Secret(""));
        Path certificate = tls.path("certificate", "certificate.pem");
        Path key = tls.path("key", "key.pem");
        return switch (mode) {
            case NONE -> new None();
            case SELF_SIGNED -> new SelfSigned(folder);
            case KEYSTORE -> {
                if (!tls.has("keystore")) {
                    tls.report("keystore", "is missing", "Write the path of the PKCS#12 file");
                }
                yield new KeyStoreFile(keystore, password);
            }
            case PEM -> {
                if (!tls.has("certificate") || !tls.has("key")) {
                    tls.report("certificate", "mode pem needs certificate and key", "Write both paths");
                }
                yield new PemFiles(certificate, key);
            }
        };
    }
}
