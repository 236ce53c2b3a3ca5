package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import org.huizhen.server.database.Transaction;

/** One server: what is published is heard in this process, on the publisher's thread. */
public final class LoneCluster implements Cluster {
    private final Channels channels = new Channels();
    private final Membership members;

    public LoneCluster(Membership members) {
        this.members = members;
    }

    @Override
    public Membership members() {
        return members;
    }

    @Override
    public void subscribe(String channel, Subscriber subscriber) {
        channels.subscribe(channel, subscriber);
    }

    @Override
    public void answer(String channel, UnaryOperator<ObjectNode> answers) {
        channels.answer(channel, answers);
    }

    @Override
    public void start() {}

    @Override
    public void publish(String channel, ObjectNode message) {
        channels.heard(channel, members.self().name(), message);
    }

    @Override
    public void publish(Transaction transaction, String channel, ObjectNode message) {
        transaction.afterCommit(() -> publish(channel, message));
    }

    @Override
    public ObjectNode ask(Node node, String channel, ObjectNode question) {
        if (!node.name().equals(members.self().name())) {
            throw new ClusterException("there is no other node");
        }
        return channels.answered(channel, question)
                .orElseThrow(() -> new ClusterException("nobody answers " + channel));
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
