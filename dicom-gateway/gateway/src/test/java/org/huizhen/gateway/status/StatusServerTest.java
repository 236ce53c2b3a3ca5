package org.huizhen.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatusServerTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:8084", "localhost:8084", "localhost", "[::1]:8084"})
    void knowsThePersonAtThisMachine(String host) {
        assertThat(StatusServer.isHere("127.0.0.1", host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:8084", "gateway.clinic.lan", "192.168.1.5:8084", ""})
    void asksForThePinWhereAnotherNameWasCalled(String host) {
        assertThat(StatusServer.isHere("127.0.0.1", host)).isFalse();
    }

    @Test
    void asksEverybodyElse() {
        assertThat(StatusServer.isHere("192.168.1.20", "127.0.0.1:8084")).isFalse();
        assertThat(StatusServer.isHere("127.0.0.1", null)).isFalse();
    }
}
