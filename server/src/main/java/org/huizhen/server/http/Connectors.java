package org.huizhen.server.http;

import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.huizhen.config.TlsIdentity;

/** Jetty's connector: TLS 1.2 and 1.3 with HTTP/2 and HTTP/1.1, or plain HTTP/1.1 on loopback. */
final class Connectors {
    private static final long IDLE_MILLIS = 120_000;

    private Connectors() {}

    static Connector of(Server server, HttpConfiguration base, HttpSetup setup) {
        HttpConfiguration configuration = new HttpConfiguration(base);
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        ServerConnector connector = setup.tls()
                .map(identity -> secure(server, configuration, identity))
                .orElseGet(() -> new ServerConnector(server, new HttpConnectionFactory(configuration)));
        connector.setHost(setup.address());
        connector.setPort(setup.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    private static ServerConnector secure(Server server, HttpConfiguration configuration, TlsIdentity identity) {
        // Gateways address the center by IP and know it by its pin, so a name outside the certificate is no error.
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        SslContextFactory.Server ssl = new SslContextFactory.Server();
        ssl.setKeyStore(identity.keyStore());
        ssl.setKeyStorePassword(identity.password().reveal());
        ssl.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        return new ServerConnector(
                server,
                new SslConnectionFactory(ssl, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(configuration),
                http1);
    }
}
