package org.huizhen.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * A server's private key with its certificate chain, leaf first.
 *
 * @param keyStore holds both under one alias, for Jetty
 * @param password of that key store
 */
public record TlsIdentity(PrivateKey privateKey, List<X509Certificate> chain, KeyStore keyStore, Secret password) {

    /** The pin that gateways keep. */
    public String pin() {
        return CertificatePin.of(chain.getFirst());
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /**
     * Loads or, for a self-signed one, makes the identity.
     *
     * @param hosts names and addresses a new self-signed certificate is for
     * @return empty for {@link Tls.None}
     * @throws ConfigException when the files cannot be used
     */
    public static Optional<TlsIdentity> load(Tls tls, List<String> hosts) {
        try {
            return switch (tls) {
                case Tls.None none -> Optional.empty();
                case Tls.SelfSigned own -> Optional.of(selfSigned(own.directory(), hosts));
                case Tls.KeyStoreFile store -> Optional.of(keyStore(store.file(), store.password()));
                case Tls.PemFiles pem -> Optional.of(pem(pem.certificate(), pem.key()));
            };
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(
                    "the TLS certificate cannot be used (" + tls.getClass().getSimpleName() + "): " + e.getMessage(),
                    e);
        }
    }

    private static TlsIdentity selfSigned(Path directory, List<String> hosts)
            throws IOException, GeneralSecurityException {
        Path certificate = directory.resolve("certificate.pem");
        Path key = directory.resolve("key.pem");
        if (!Files.exists(key) || !Files.exists(certificate)) {
            SelfSigned.write(certificate, key, hosts);
        }
        return pem(certificate, key);
    }

    private static TlsIdentity keyStore(Path file, Secret password) throws IOException, GeneralSecurityException {
        char[] characters = password.reveal().toCharArray();
        KeyStore store = KeyStore.getInstance(file.toFile(), characters);
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, characters) instanceof PrivateKey key) {
                List<X509Certificate> chain = new ArrayList<>();
                for (var certificate : store.getCertificateChain(alias)) {
                    chain.add((X509Certificate) certificate);
                }
                return new TlsIdentity(key, List.copyOf(chain), store, password);
            }
        }
        throw new ConfigException(file + " holds no private key");
    }

    private static TlsIdentity pem(Path certificateFile, Path keyFile) throws IOException, GeneralSecurityException {
        List<X509Certificate> chain = new ArrayList<>();
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(certificateFile))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof X509CertificateHolder holder) {
                    chain.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        }
        if (chain.isEmpty()) {
            throw new ConfigException(certificateFile + " holds no certificate");
        }
        PrivateKey key = privateKey(keyFile);
        Secret password = new Secret(Keys.randomText());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load((InputStream) null, null);
        store.setKeyEntry("huizhen", key, password.reveal().toCharArray(), chain.toArray(new X509Certificate[0]));
        return new TlsIdentity(key, List.copyOf(chain), store, password);
    }

    private static PrivateKey privateKey(Path file) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(Files.newBufferedReader(file))) {
            for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
                if (part instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (part instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
        }
        throw new ConfigException(file + " holds no unencrypted private key");
    }
}
