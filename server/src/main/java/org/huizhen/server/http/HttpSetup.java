package org.huizhen.server.http;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.huizhen.config.TlsIdentity;

/**
 * Where and how the web server listens.
 *
 * @param tls absent for plain HTTP, on loopback only
 * @param trustedProxies addresses whose X-Forwarded-For is believed
 * @param webDirectory the built web client; absent where there is none
 * @param connectSources origins beside our own that pages may connect to, asked for each page: the signaling sockets'
 */
public record HttpSetup(
        String address,
        int port,
        Optional<TlsIdentity> tls,
        List<String> trustedProxies,
        Optional<Path> webDirectory,
        Supplier<List<String>> connectSources) {}
