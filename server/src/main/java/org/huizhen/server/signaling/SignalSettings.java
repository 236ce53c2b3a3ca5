package org.huizhen.server.signaling;

import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.huizhen.server.signaling.message.ClientMessageReader;
import org.huizhen.server.signaling.room.IceServers;

/**
 * Where the signaling server listens, and its limits.
 *
 * @param port 0 takes a free one
 * @param origins origins of browsers that may connect besides those whose host is the one they call
 * @param ice what clients are told of STUN and TURN
 */
public record SignalSettings(
        String address,
        int port,
        Optional<SslContext> tls,
        Set<String> origins,
        Limits limits,
        IceServers.Settings ice) {

    /**
     * @param messageBytes longest message that carries no session description
     * @param frameBytes longest message
     * @param queue messages that wait for a slow client before it is closed
     * @param held durable events kept for a resume, per session
     * @param hello time until a socket must have said hello
     * @param resume time during which a lost socket's session can be resumed
     * @param ping interval of the server's pings; three unanswered end the socket
     * @param roomPing the same while the session is in a room
     */
    public record Limits(
            int maxSessions,
            int messageBytes,
            int frameBytes,
            int messagesPerSecond,
            int burst,
            int queue,
            int held,
            Duration hello,
            Duration resume,
            Duration ping,
            Duration roomPing) {

        public static Limits standard() {
            return new Limits(
                    20_000,
                    ClientMessageReader.LONGEST,
                    ClientMessageReader.LONGEST_WITH_SDP,
                    50,
                    100,
                    200,
                    1_000,
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5));
        }
    }
}
