package org.huizhen.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    @TempDir
    Path folder;

    @Test
    void selfSignedIdentityStaysTheSameAndNamesItsHosts() throws CertificateParsingException {
        TlsIdentity first = selfSigned();
        TlsIdentity again = selfSigned();

        assertThat(again.pin()).isEqualTo(first.pin()).matches(CertificatePin::isWellFormed);
        assertThat(first.certificate().getSubjectAlternativeNames())
                .extracting(name -> name.get(1).toString())
                .contains("center.example", "10.1.2.3", "localhost", "127.0.0.1");
    }

    @Test
    void pemFilesAndKeyStoreGiveTheSameKey() throws Exception {
        TlsIdentity own = selfSigned();
        Path store = folder.resolve("store.p12");
        try (var out = Files.newOutputStream(store)) {
            own.keyStore().store(out, own.password().reveal().toCharArray());
        }
        TlsIdentity fromStore = TlsIdentity.load(new Tls.KeyStoreFile(store, own.password()), List.of())
                .orElseThrow();
        TlsIdentity fromPem = TlsIdentity.load(
                        new Tls.PemFiles(folder.resolve("tls/certificate.pem"), folder.resolve("tls/key.pem")),
                        List.of())
                .orElseThrow();

        assertThat(fromStore.pin()).isEqualTo(own.pin());
        assertThat(fromPem.pin()).isEqualTo(own.pin());
        assertThat(TlsIdentity.load(new Tls.None(), List.of())).isEmpty();
    }

    @Test
    void clientTrustsThePinnedKeyAndNoOther() throws Exception {
        TlsIdentity identity = selfSigned();
        AtomicReference<String> seen = new AtomicReference<>();

        handshake(identity, CertificatePin.learningContext(seen::set));
        assertThat(seen.get()).isEqualTo(identity.pin());
        handshake(identity, CertificatePin.clientContext(seen.get()));
        SSLContext other = CertificatePin.clientContext("sha256/" + "A".repeat(43) + "=");
        assertThatThrownBy(() -> handshake(identity, other)).isInstanceOf(SSLException.class);
    }

    private static void handshake(TlsIdentity identity, SSLContext client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(identity.keyStore(), identity.password().reveal().toCharArray());
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);
        try (SSLServerSocket listening =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
            CompletableFuture<Void> accepted = CompletableFuture.runAsync(() -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                    socket.startHandshake();
                } catch (IOException e) {
                    // the client's side of the handshake is what the test looks at
                }
            });
            try (SSLSocket socket =
                    (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", listening.getLocalPort())) {
                socket.startHandshake();
            } finally {
                accepted.join();
            }
        }
    }

    private TlsIdentity selfSigned() {
        return TlsIdentity.load(new Tls.SelfSigned(folder.resolve("tls")), List.of("center.example", "10.1.2.3"))
                .orElseThrow();
    }
}
