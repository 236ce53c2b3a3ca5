package org.huizhen.config;

import java.net.Socket;
import java.security.KeyManagementException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trust in one public key: {@code sha256/} and the Base64 of the SHA-256 over the certificate's SubjectPublicKeyInfo, so
 * that a renewed certificate of the same key keeps its pin (form of RFC 7469).
 */
public final class CertificatePin {
    private static final Pattern FORM = Pattern.compile("sha256/[A-Za-z0-9+/]{43}=");

    private CertificatePin() {}

    public static String of(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(certificate.getPublicKey().getEncoded());
            return "sha256/" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    public static boolean isWellFormed(String pin) {
        return FORM.matcher(pin).matches();
    }

    /** A client context that trusts the key of this pin and no other, whatever name the server goes by. */
    public static SSLContext clientContext(String pin) {
        return context(new PinnedTrust(pin, seen -> {}));
    }

    /** A client context that trusts any key and tells its pin: for pairing, where the pin is learnt and then compared. */
    public static SSLContext learningContext(Consumer<String> seen) {
        return context(new PinnedTrust("", seen));
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, new SecureRandom());
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new ConfigException("this JDK cannot open TLS connections", e);
        }
    }

    /** Extended, since the JDK adds its check of host names to plain trust managers. */
    private static final class PinnedTrust extends X509ExtendedTrustManager {
        private final String pin;
        private final Consumer<String> seen;

        PinnedTrust(String pin, Consumer<String> seen) {
            this.pin = pin;
            this.seen = seen;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain == null || chain.length == 0) {
                throw new CertificateException("the server sent no certificate");
            }
            String found = of(chain[0]);
            seen.accept(found);
            if (!pin.isEmpty() && !pin.equals(found)) {
                throw new CertificateException("the server's key is " + found + ", expected " + pin);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this context is for clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this context is for clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this context is for clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
