package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.huizhen.server.core.RoomId;

/** The images on everybody's screen: state, not pixels. */
public sealed interface BoardMessage extends RoomMessage {

    /**
     * What the presenter looks at: the newest wins. No id, no answer.
     *
     * @param view study, series, instance, frame and how it is shown; bounded, otherwise the clients' own
     */
    record View(RoomId room, ObjectNode view) implements BoardMessage {}

    /**
     * Where somebody points: {@code x, y} in the image, or {@code lead, ms, mV} on a trace; neither takes it away. No id,
     * no answer.
     */
    record Pointer(RoomId room, ObjectNode at) implements BoardMessage {}

    /** @param mark kind, where, points, words; bounded */
    record AddMark(RoomId room, ObjectNode mark) implements BoardMessage {}

    record RemoveMark(RoomId room, String mark) implements BoardMessage {}

    record RequestPresenter(RoomId room) implements BoardMessage {}

    /** @param target empty: nobody leads any more */
    record GrantPresenter(RoomId room, Optional<String> target) implements BoardMessage {}

    record Follow(RoomId room, boolean follow) implements BoardMessage {}
}
