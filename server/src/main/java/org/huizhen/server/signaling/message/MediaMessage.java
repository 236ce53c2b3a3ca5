package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.huizhen.server.core.RoomId;

/** Sound and picture: what is sent, and the negotiation of peer connections. */
public sealed interface MediaMessage extends RoomMessage {

    record Publish(RoomId room, String track, Source source) implements MediaMessage {}

    record Unpublish(RoomId room, String track) implements MediaMessage {}

    /** Whether the sender wants to receive a track of somebody else. */
    record Subscribe(RoomId room, String target, String track, boolean wanted) implements MediaMessage {}

    /** @param pc the connection of the two, as the server names it; @param negotiation grows with each offer of a side */
    record Offer(RoomId room, String to, String pc, long negotiation, String sdp) implements MediaMessage {}

    /** @param negotiation that of the offer which it answers */
    record Answer(RoomId room, String to, String pc, long negotiation, String sdp) implements MediaMessage {}

    /** @param candidate as the browser gave it; an empty one ends them */
    record Candidate(RoomId room, String to, String pc, ObjectNode candidate) implements MediaMessage {}

    /** Asks the other side to restart ICE. */
    record Restart(RoomId room, String to, String pc) implements MediaMessage {}

    /** How well the sender receives; the newest wins. */
    record Quality(RoomId room, String level) implements MediaMessage {}

    /** How much picture the sender wants. */
    record Mode(RoomId room, Wanted mode) implements MediaMessage {}

    /** Full picture, stills every few seconds, or sound alone. */
    enum Wanted {
        FULL("full"),
        LOW("low"),
        AUDIO("audio");

        private final String identifier;

        Wanted(String identifier) {
            this.identifier = identifier;
        }

        public String identifier() {
            return identifier;
        }

        public static Optional<Wanted> of(String identifier) {
            return Arrays.stream(values())
                    .filter(wanted -> wanted.identifier.equals(identifier))
                    .findFirst();
        }
    }
}
