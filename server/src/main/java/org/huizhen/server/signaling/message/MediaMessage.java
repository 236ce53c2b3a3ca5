package org.huizhen.server.signaling.message;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;
import org.huizhen.server.core.RoomId;

/** Sound and picture: what is sent, and the negotiation of peer connections. */
public sealed interface MediaMessage extends RoomMessage {

    /** @param low the same camera again, smaller; only towards a media server */
    record Publish(RoomId room, String track, Source source, boolean low) implements MediaMessage {}

    record Unpublish(RoomId room, String track) implements MediaMessage {}

    /** Whether the sender wants to receive a track of somebody else. @param low the small picture will do */
    record Subscribe(RoomId room, String target, String track, boolean wanted, boolean low) implements MediaMessage {}

    /**
     * @param to the other participant; nobody where there is a media server
     * @param pc the connection, as the plane names it
     * @param negotiation grows with each offer of a side
     */
    record Offer(RoomId room, Optional<String> to, String pc, long negotiation, String sdp) implements MediaMessage {}

    /** @param negotiation that of the offer which it answers */
    record Answer(RoomId room, String to, String pc, long negotiation, String sdp) implements MediaMessage {}

    /**
     * @param negotiation to which it belongs, where there is a media server
     * @param candidate as the browser gave it; an empty one ends them
     */
    record Candidate(RoomId room, Optional<String> to, String pc, Optional<Long> negotiation, ObjectNode candidate)
            implements MediaMessage {}

    /** The sender has closed a connection to the media server. */
    record Close(RoomId room, String pc) implements MediaMessage {}

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
