package org.huizhen.server.signaling.room;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class IceServersTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_000_000), ZoneOffset.UTC);

    @Test
    void namesTheEndOfItsCredentials() {
        ArrayNode servers = servers(new IceServers.Settings(
                List.of("stun:a:3478"), List.of("turn:a:3478?transport=udp"), Optional.of("key"), Duration.ofHours(1)));
        assertThat(servers.at("/0/urls/0").asText()).isEqualTo("stun:a:3478");
        assertThat(servers.at("/0").has("credential")).isFalse();
        assertThat(servers.at("/1/username").asText()).isEqualTo("1003600:p1");
        assertThat(servers.at("/1/credential").asText()).isEqualTo(IceServers.credential("key", "1003600:p1"));
    }

    /** RFC 2202 3, case 2: HMAC-SHA1 of "what do ya want for nothing?" under "Jefe". */
    @Test
    void signsWithHmacSha1() {
        assertThat(IceServers.credential("Jefe", "what do ya want for nothing?"))
                .isEqualTo("7/zfauXrL6LSdBbV8YTfnCWafHk=");
    }

    @Test
    void tellsOfNoTurnServerWithoutItsSecret() {
        assertThat(servers(new IceServers.Settings(
                        List.of(), List.of("turn:a:3478"), Optional.empty(), Duration.ofHours(1))))
                .isEmpty();
    }

    private static ArrayNode servers(IceServers.Settings settings) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        new IceServers(settings, CLOCK).write(array, "p1");
        return array;
    }
}
