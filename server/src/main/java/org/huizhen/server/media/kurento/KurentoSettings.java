package org.huizhen.server.media.kurento;

import java.net.URI;
import java.time.Duration;

/**
 * How a Kurento server is reached and how patient one is with it.
 *
 * @param installation tells our pipelines from those of others on the same server
 * @param connect to connect and get the first answer
 * @param request for each answer
 * @param probe between two questions whether it is well
 * @param retry before the first new attempt at a lost server; doubles up to {@code probe}
 * @param negotiations of one room at the same time
 */
public record KurentoSettings(
        URI uri,
        String installation,
        Duration connect,
        Duration request,
        Duration probe,
        Duration retry,
        int negotiations) {

    public static KurentoSettings standard(URI uri, String installation) {
        return new KurentoSettings(
                uri,
                installation,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                3);
    }
}
