package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;

/** What a node hears and answers by itself, whether there are others or not. */
abstract sealed class OwnNode implements Cluster permits LoneCluster, PostgresCluster {
    final Channels channels = new Channels();
    private final Membership members;

    OwnNode(Membership members) {
        this.members = members;
    }

    @Override
    public final Membership members() {
        return members;
    }

    @Override
    public final void subscribe(String channel, Subscriber subscriber) {
        channels.subscribe(channel, subscriber);
    }

    @Override
    public final void answer(String channel, UnaryOperator<ObjectNode> answers) {
        channels.answer(channel, answers);
    }

    final String name() {
        return members.self().name();
    }

    /** A message of this node's own. */
    final void hear(String channel, ObjectNode message) {
        channels.heard(channel, name(), message);
    }

    /** @throws ClusterException when nobody answers on the channel */
    final ObjectNode ownAnswer(String channel, ObjectNode question) {
        return channels.answered(channel, question)
                .orElseThrow(() -> new ClusterException("nobody answers " + channel));
    }
}
