package org.huizhen.gateway;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.huizhen.config.CertificatePin;
import org.huizhen.config.ConfigException;
import org.huizhen.config.GatewaySettings;
import org.huizhen.gateway.forward.Pairing;
import org.huizhen.gateway.forward.PairingCall;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Joins this gateway to its center with the one-time code that the center's administrator made. */
@Command(name = "pair", description = "Joins this gateway to its center (at the center: pair create).")
final class PairCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "CODE", description = "one-time code from the center's administrator")
    private String code;

    @Option(names = "--center", required = true, paramLabel = "URL", description = "for example https://center:8443")
    private URI center;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "gateway.yaml of this gateway (default: config/gateway.yaml)")
    private Path config;

    @Option(
            names = "--pin",
            paramLabel = "PIN",
            description = "the center's certificate pin, sha256/…; refuses any other key")
    private String pin;

    @Override
    public Integer call() {
        Path file =
                config != null ? config : Path.of(System.getProperty("huizhen.home", "."), "config", "gateway.yaml");
        GatewaySettings settings = GatewaySettings.load(file).orThrow();
        if (pin != null && !CertificatePin.isWellFormed(pin)) {
            throw new ConfigException("--pin must be sha256/ and 44 characters, as the center shows it");
        }
        Pairing pairing = PairingCall.pair(center, code.strip(), settings.name(), Optional.ofNullable(pin));
        pairing.store(settings.center().pairing());
        System.out.println("paired with " + pairing.url() + " as " + pairing.organization());
        pairing.certificatePin()
                .ifPresent(found -> System.out.println("the center's certificate pin: " + found
                        + (pin == null ? "  (compare it with the one the center shows)" : "")));
        System.out.println("stored in " + settings.center().pairing() + "; a running gateway takes it up by itself");
        return 0;
    }
}
