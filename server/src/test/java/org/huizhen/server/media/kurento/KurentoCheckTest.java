package org.huizhen.server.media.kurento;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import org.huizhen.server.media.Finding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the command line says of a media server that is well, and of one that is not. */
final class KurentoCheckTest {
    private static final Duration SHORT = Duration.ofMillis(1_500);

    private final ScriptedKurento kurento = new ScriptedKurento();

    @AfterEach
    void close() {
        kurento.close();
    }

    private static Finding check(URI uri) {
        return KurentoCheck.run(new KurentoSettings(uri, "test", SHORT, SHORT, SHORT, SHORT, 1));
    }

    @Test
    void aWellOneMakesARoomAndIsLeftAsItWas() {
        Finding found = check(kurento.uri());
        assertThat(found.well()).as(found.words()).isTrue();
        assertThat(found.words()).contains("version 7.3").contains("makes a room");
        assertThat(kurento.asked.toString()).contains("release");
    }

    @Test
    void whatIsWrongIsNamed() throws IOException {
        kurento.fault = ScriptedKurento.Fault.NOT_FOUND;
        assertThat(check(kurento.uri()).words()).contains("404");
        kurento.fault = ScriptedKurento.Fault.SILENT;
        assertThat(check(kurento.uri()).words()).contains("no answer within 1500 ms");
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Finding found = check(URI.create("ws://127.0.0.1:" + closed + "/kurento"));
        assertThat(found.well()).isFalse();
        assertThat(found.words()).containsIgnoringCase("refused");
    }
}
