package org.huizhen.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The media server of a running room is killed: the room goes on from browser to browser. Only the stand-in is killed. */
final class MediaServerLostIT {
    @TempDir
    static Path data;

    @Test
    void aRoomGoesOnDirectlyWhenItsMediaServerDies() throws IOException, InterruptedException {
        BrowserScript.assumePossible();
        try (MediaServer server = MediaServer.start(data)) {
            assumeTrue(server.pid().isPresent(), "the media server is somebody else's: it is not killed");
            System.setProperty(DemoConfig.KURENTO, server.uri());
            try (DemoUnderTest demo = DemoUnderTest.start(data.resolve("demo"))) {
                BrowserScript.run(
                        "room-lost.mjs",
                        demo,
                        data,
                        Map.of(
                                "HUIZHEN_MEDIA_SERVER",
                                Long.toString(server.pid().getAsLong())));
            }
        } finally {
            System.clearProperty(DemoConfig.KURENTO);
        }
    }
}
