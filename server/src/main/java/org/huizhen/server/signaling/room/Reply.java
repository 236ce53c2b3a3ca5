package org.huizhen.server.signaling.room;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.huizhen.server.signaling.message.SignalException;

/** Where the one answer to a message goes; messages without an id are answered only when refused. */
public interface Reply {
    void ok(ObjectNode answer);

    /** The room lives on another node. May block. */
    void elsewhere(RoomElsewhere where);

    void refuse(SignalException refusal);
}
