package org.huizhen.server.signaling.room;

import java.time.Duration;

/**
 * Bounds of one room.
 *
 * @param people who take part, viewers not counted
 * @param meshVideo who may show a camera or screen on the mesh plane
 * @param serverVideo the same on the plane of a media server
 * @param serverShown videos that one receives at a time there
 * @param serverLinks connections of all people with the media server
 * @param marksCharacters of all marks together
 * @param away after so long without a line somebody is shown as away, and their media is released
 */
public record RoomLimits(
        int people,
        int viewers,
        int waiting,
        int meshVideo,
        int serverVideo,
        int serverShown,
        int serverLinks,
        int marksCharacters,
        int chatTail,
        Duration away) {

    public static RoomLimits standard() {
        return new RoomLimits(60, 1_000, 50, 4, 20, 9, 1_000, 256 << 10, 100, Duration.ofSeconds(15));
    }
}
