package org.huizhen.server.media.turn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TurnAddressTest {
    @Test
    void readsWhatTheRfcsShow() {
        assertThat(TurnAddress.parse("stun:example.org"))
                .contains(new TurnAddress(false, false, false, "example.org", 3478));
        assertThat(TurnAddress.parse("turn:example.org:8000?transport=udp"))
                .contains(new TurnAddress(true, false, false, "example.org", 8000));
        assertThat(TurnAddress.parse("turns:example.org?transport=tcp"))
                .contains(new TurnAddress(true, true, true, "example.org", 5349));
        assertThat(TurnAddress.parse("turn:[2001:db8::1]:443?transport=tcp"))
                .contains(new TurnAddress(true, false, true, "2001:db8::1", 443));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "turn:",
                "turn://host",
                "http://host",
                "turn:host:0",
                "turn:host:70000",
                "turn:h?transport=tls"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThat(TurnAddress.parse(text)).isEmpty();
    }
}
