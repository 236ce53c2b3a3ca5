package org.huizhen.server.signaling.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.huizhen.server.core.UserId;

/** Reaches people who are connected to this node. Quick; any thread may call. */
public interface Line {

    /** Keeps the event for every tab of the person. */
    void tell(UserId person, ObjectNode event);

    /** Tells those who watch the person; only the newest matters. */
    void shown(UserId person, ObjectNode event);

    /** Whether a tab of theirs has a line now. */
    boolean connected(UserId person);

    /** Whether a tab of theirs has a line, or may have one again soon. */
    boolean known(UserId person);

    /** Everybody of whom a tab has a line now. */
    Set<UserId> everybody();
}
