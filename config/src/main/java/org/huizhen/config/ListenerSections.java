package org.huizhen.config;

import java.net.URI;
import org.huizhen.config.ServerSettings.Cluster;
import org.huizhen.config.ServerSettings.Database;
import org.huizhen.config.ServerSettings.Http;
import org.huizhen.config.ServerSettings.Signaling;

/** Reads {@code http}, {@code signaling} and {@code cluster}: where the server listens, and what others call it. */
final class ListenerSections {
    private ListenerSections() {}

    static Http http(Section http) {
        String address = http.text("address", "0.0.0.0");
        int port = http.port("port", 8443);
        Tls tls = Tls.read(http.section("tls"), "../data/server/tls");
        if (tls instanceof Tls.None && !Addresses.isLoopback(address)) {
            http.report(
                    "address",
                    "without TLS the server may listen on loopback only, not on " + address,
                    "Write 127.0.0.1, or set tls.mode to selfSigned, keystore or pem");
        }
        String scheme = tls instanceof Tls.None ? "http" : "https";
        String host = address.equals("0.0.0.0") || address.equals("::") ? "localhost" : address;
        URI fallback = URI.create(scheme + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port);
        return new Http(
                address,
                port,
                http.uri("publicUrl", "https", "http").orElse(fallback),
                tls,
                http.texts("trustedProxies"));
    }

    static Signaling signaling(Section signaling, Http http) {
        String address = signaling.text("address", http.address());
        int port = signaling.port("port", 8444);
        if (port == http.port()) {
            signaling.report("port", "port " + port + " is that of http too", "Give signaling its own port");
        }
        String scheme = http.tls() instanceof Tls.None ? "ws" : "wss";
        String host = http.publicUrl().getHost();
        URI fallback = URI.create(scheme + "://" + host + ":" + port + "/signal");
        return new Signaling(
                address, port, signaling.uri("publicUrl", "wss", "ws").orElse(fallback));
    }

    static Cluster cluster(Section cluster, Signaling signaling, Database database) {
        enum Mode {
            SINGLE,
            POSTGRES
        }
        boolean several = cluster.choice("mode", Mode.SINGLE) == Mode.POSTGRES;
        String node = cluster.text("node", signaling.publicUrl().toString());
        if (node.isBlank() || node.length() > 200) {
            cluster.report("node", "is no name", "Write a short name, another one for each server");
        }
        if (several && database.external().isEmpty()) {
            cluster.report(
                    "mode",
                    "several servers need a PostgreSQL of their own, not the embedded one",
                    "Give database.url, user and password, the same for each server");
        }
        if (several
                && Addresses.isLoopback(signaling.publicUrl().getHost())
                && !Addresses.isLoopback(signaling.address())) {
            cluster.report(
                    "mode",
                    "browsers are sent from server to server, and signaling.publicUrl is " + signaling.publicUrl(),
                    "Set signaling.publicUrl to an address at which browsers reach this very server");
        }
        return new Cluster(several, node);
    }
}
