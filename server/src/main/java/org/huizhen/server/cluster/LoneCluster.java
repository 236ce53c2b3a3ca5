package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.huizhen.server.database.Transaction;

/** One server: what is published is heard in this process, on the publisher's thread. */
public final class LoneCluster extends OwnNode {
    public LoneCluster(Membership members) {
        super(members);
    }

    @Override
    public void start() {}

    @Override
    public void publish(String channel, ObjectNode message) {
        hear(channel, message);
    }

    @Override
    public void publish(Transaction transaction, String channel, ObjectNode message) {
        transaction.afterCommit(() -> publish(channel, message));
    }

    @Override
    public ObjectNode ask(Node node, String channel, ObjectNode question) {
        if (!node.name().equals(name())) {
            throw new ClusterException("there is no other node");
        }
        return ownAnswer(channel, question);
    }

    @Override
    public void sweep() {}

    @Override
    public Traffic traffic() {
        return new Traffic(0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
