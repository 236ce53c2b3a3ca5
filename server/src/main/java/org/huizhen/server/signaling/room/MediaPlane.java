package org.huizhen.server.signaling.room;

import java.time.Instant;
import java.util.Optional;
import org.huizhen.server.signaling.message.MediaMessage;

/** How sound and picture travel between the people of one room. Called on the room's thread; must not block. */
interface MediaPlane {

    /** As clients know it: {@code mesh}, {@code kurento}. */
    String name();

    /** Whether a moderator's mute is carried out by the server; otherwise by the receivers on its order. */
    boolean enforces();

    /** People who may show video. */
    int mostVideo();

    /** Videos that one may receive at a time. */
    int mostShown();

    /** @throws org.huizhen.server.signaling.message.SignalException {@code no-resources}, in words */
    void admit(Participant publisher, Track track);

    /** Subscriptions and negotiation. */
    void negotiate(Participant from, MediaMessage message);

    /** The participant's tab no longer carries media. */
    void released(Participant participant);

    /** Who sends what, or may, or is muted, or wants how much, has perhaps changed. */
    default void changed() {}

    /** Since when the plane cannot carry anything. */
    default Optional<Instant> lostSince() {
        return Optional.empty();
    }

    /** Whether what is sent can be recorded now. */
    default boolean records() {
        return false;
    }

    /** What is to be recorded with; empty: no more. */
    default void record(Optional<Tapes> tapes) {}

    /** The room is empty, or moves to another plane. */
    default void close() {}
}
