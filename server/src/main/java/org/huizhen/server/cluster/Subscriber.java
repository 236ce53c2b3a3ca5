package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Hears what is published on a channel: in the order in which each node published it, on one thread, quickly. */
@FunctionalInterface
public interface Subscriber {
    /** @param from the name of the node that published it */
    void heard(String from, ObjectNode message);

    /** Messages of other nodes may have been missed. */
    default void missed() {}
}
