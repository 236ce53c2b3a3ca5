package org.huizhen.server.signaling.room;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.huizhen.server.media.MediaRoom;
import org.huizhen.server.media.MediaServer;
import org.huizhen.server.signaling.message.SignalError;
import org.huizhen.server.signaling.message.SignalException;

/** The room's place on the media server: made when somebody offers, gone when the server loses it. Confined to the room's thread. */
final class MediaPlace {
    private static final Duration AGAIN = Duration.ofSeconds(2);

    private final Room room;
    private final MediaServer server;
    private final Clock clock;
    private final Executor thread;
    private final Runnable whenLost;
    /** Null until somebody offers, and after it was lost. */
    private MediaRoom media;

    private Instant lost;

    /** @param whenLost is told on the room's thread */
    MediaPlace(Room room, MediaServer server, Clock clock, Executor thread, Runnable whenLost) {
        this.room = room;
        this.server = server;
        this.clock = clock;
        this.thread = thread;
        this.whenLost = whenLost;
    }

    /** @throws SignalException {@code media-server-lost} */
    MediaRoom require() {
        if (!server.well()) {
            if (lost == null) {
                lost = clock.instant();
            }
            throw new SignalException(SignalError.MEDIA_SERVER_LOST, "the media server does not answer")
                    .retryAfter(AGAIN);
        }
        lost = null;
        if (media == null) {
            Lost listener = new Lost();
            media = server.open(room.id().toString(), listener);
            listener.of = media;
        }
        return media;
    }

    Optional<MediaRoom> made() {
        return Optional.ofNullable(media);
    }

    boolean well() {
        return server.well();
    }

    Optional<Instant> lostSince() {
        if (lost != null && server.well()) {
            lost = null;
        }
        return Optional.ofNullable(lost);
    }

    void close() {
        if (media != null) {
            media.close();
            media = null;
        }
    }

    /** Tells the room's thread. */
    private final class Lost implements MediaRoom.Listener {
        /** Set before the room's thread can come to look. */
        private MediaRoom of;

        @Override
        public void lost() {
            thread.execute(() -> {
                if (media == of && media != null) {
                    media = null;
                    lost = clock.instant();
                    whenLost.run();
                }
            });
        }
    }
}
