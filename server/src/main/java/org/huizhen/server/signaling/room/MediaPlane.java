package org.huizhen.server.signaling.room;

import org.huizhen.server.signaling.message.MediaMessage;
import org.huizhen.server.signaling.message.Source;

/** How sound and picture travel between the people of one room. Called on the room's thread; must not block. */
interface MediaPlane {

    /** As clients know it: {@code mesh}, {@code kurento}. */
    String name();

    /** Whether a moderator's mute is carried out by the server; otherwise by the receivers on its order. */
    boolean enforces();

    /** @throws org.huizhen.server.signaling.message.SignalException {@code no-resources}, in words */
    void admit(Participant publisher, Source source);

    /** Subscriptions and negotiation. */
    void negotiate(Participant from, MediaMessage message);

    /** The participant's tab no longer carries media. */
    void released(Participant participant);
}
