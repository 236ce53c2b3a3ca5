package org.huizhen.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SystemResourceTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.9.10", "0:0:0:0:0:0:0:1"})
    void metricsAreForThisMachine(String address) {
        assertThat(SystemResource.local(address, Set.of("Host", "User-Agent"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.9", "192.168.1.20", "2001:db8:0:0:0:0:0:1"})
    void metricsAreForNobodyElse(String address) {
        assertThat(SystemResource.local(address, Set.of("Host"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"})
    void aProxyOnThisMachineDoesNotPassThemOn(String header) {
        assertThat(SystemResource.local("127.0.0.1", Set.of("Host", header))).isFalse();
    }

    @Test
    void whatIsNoAddressIsNobody() {
        assertThat(SystemResource.local("no address", Set.of())).isFalse();
    }
}
