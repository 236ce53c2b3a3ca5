package org.huizhen.gateway.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.huizhen.config.Addresses;
import org.huizhen.config.CertificatePin;
import org.huizhen.config.ConfigException;
import org.huizhen.config.ConfigFile;
import org.huizhen.config.GatewaySettings;
import org.huizhen.config.PrivateFiles;
import org.huizhen.config.Secret;
import org.huizhen.config.Section;

/**
 * What pairing left: which center, as whom, with which token. Kept in a file of mode 600.
 *
 * @param url the center, without trailing slash
 * @param certificatePin of the center's key; empty where the JDK's own trust or plain HTTP to loopback is used
 * @param organization the clinic's name at the center
 */
public record Pairing(URI url, String gatewayId, Secret token, Optional<String> certificatePin, String organization) {

    public Pairing {
        if (!url.getScheme().equals("https") && !Addresses.isLoopback(url.getHost())) {
            throw new ConfigException("the center " + url + " is on another machine: use https");
        }
    }

    /**
     * Reads the pairing; empty where the gateway is not paired yet.
     *
     * @throws ConfigException when the file is damaged or others may read it
     */
    public static Optional<Pairing> load(GatewaySettings.Center center) {
        Path file = center.pairing();
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            PrivateFiles.requireOwnerOnly(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        Pairing stored = ConfigFile.read(file, Pairing::read).orThrow();
        return Optional.of(new Pairing(
                center.url().orElse(stored.url()),
                stored.gatewayId(),
                stored.token(),
                center.certificatePin().or(stored::certificatePin),
                stored.organization()));
    }

    private static Pairing read(Section top) {
        String gatewayId = top.required("gatewayId");
        top.required("token");
        Secret token = top.secret("token").orElse(new Secret(""));
        top.required("url");
        URI url = top.uri("url", "https", "http").orElse(URI.create("https://missing.invalid"));
        Optional<String> pin = top.text("certificatePin").filter(text -> !text.isEmpty());
        if (pin.isPresent() && !CertificatePin.isWellFormed(pin.get())) {
            top.report("certificatePin", "is not a pin", "Pair this gateway again");
        }
        return new Pairing(url, gatewayId, token, pin, top.text("organization", ""));
    }

    /** Stores the pairing, replacing an earlier one. */
    public void store(Path file) {
        try {
            PrivateFiles.write(file, """
                    # Written by: ./huizhen pair. Keep it private: with this token one is this gateway.
                    url: %s
                    gatewayId: %s
                    token: %s
                    certificatePin: %s
                    organization: %s
                    """.formatted(
                            url,
                            quoted(gatewayId),
                            quoted(token.reveal()),
                            quoted(certificatePin.orElse("")),
                            quoted(organization)));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replaceAll("\\p{Cntrl}", " ").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
