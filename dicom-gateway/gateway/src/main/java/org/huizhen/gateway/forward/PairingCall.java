package org.huizhen.gateway.forward;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.huizhen.config.Addresses;
import org.huizhen.config.CertificatePin;
import org.huizhen.config.ConfigException;
import org.huizhen.config.Secret;

/** Exchanges a one-time code for this gateway's token. */
public final class PairingCall {
    private PairingCall() {}

    /**
     * Pairs.
     *
     * @param name what the center shows this gateway as
     * @param expectedPin the center's key, where the administrator typed it; otherwise the key that answers is kept
     * @throws ConfigException when the center refuses the code, is not reached, or shows another key than it names
     */
    public static Pairing pair(URI center, String code, String name, Optional<String> expectedPin) {
        String text = center.toString();
        URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean secure = "https".equals(url.getScheme());
        if (url.getHost() == null
                || !(secure || "http".equals(url.getScheme()) && Addresses.isLoopback(url.getHost()))) {
            throw new ConfigException(
                    "the center must be https://HOST:PORT (http:// on this machine only), not " + url);
        }
        AtomicReference<String> seen = new AtomicReference<>();
        HttpClient.Builder http = HttpClient.newBuilder();
        if (secure) {
            http.sslContext(expectedPin
                    .map(CertificatePin::clientContext)
                    .orElseGet(() -> CertificatePin.learningContext(seen::set)));
        }
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("code", code).put("name", name);
        JsonNode answer;
        try (CenterClient client = new CenterClient(url, Optional.empty(), http)) {
            answer = client.post("/api/v1/gateways/pair", body);
        } catch (CenterException e) {
            throw new ConfigException(explain(url, e), e);
        }
        Optional<String> used = secure ? Optional.of(expectedPin.orElseGet(seen::get)) : Optional.empty();
        Optional<String> named = Optional.ofNullable(
                        answer.path("certificatePin").asText(null))
                .filter(pin -> !pin.isEmpty())
                .map(pin -> pin.startsWith("sha256/") ? pin : "sha256/" + pin);
        if (used.isPresent() && named.isPresent() && !named.equals(used)) {
            throw new ConfigException("the key that answered is " + used.get() + " but the center names " + named.get()
                    + ": something between here and the center opens the connection; nothing was stored");
        }
        return new Pairing(
                url,
                answer.path("gatewayId").asText(),
                new Secret(answer.path("token").asText()),
                used,
                answer.path("configuration").path("organization").path("name").asText(""));
    }

    private static String explain(URI url, CenterException e) {
        return switch (e.kind()) {
            case TRANSIENT ->
                "certificate".equals(e.reason())
                        ? "the center's key is not the expected one; compare the pin"
                        : "the center " + url + " is not reached (" + e.reason()
                                + "); check address, port and firewall";
            case UNAUTHORIZED, REFUSED ->
                "the center refuses the code (" + e.reason() + "): it is wrong, used or expired; ask for a new one";
        };
    }
}
