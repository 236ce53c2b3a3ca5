package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import org.huizhen.server.database.Transaction;

/**
 * Messages between the servers of a center. What is published reaches every node that listens now, this one at once; it is
 * not kept for those that are away: they are told that they {@linkplain Subscriber#missed missed} some when they are back.
 */
public interface Cluster extends AutoCloseable {

    /** Who lives, this node included. */
    Membership members();

    /** Before {@link #start}; one subscriber a channel. */
    void subscribe(String channel, Subscriber subscriber);

    /** Before {@link #start}: what questions on the channel are answered with; may block. */
    void answer(String channel, UnaryOperator<ObjectNode> answers);

    void start();

    /** Tells every node; never blocks. */
    void publish(String channel, ObjectNode message);

    /** Tells every node once the transaction has committed, and then surely as long as they listen. */
    void publish(Transaction transaction, String channel, ObjectNode message);

    /**
     * Asks one node; blocks.
     *
     * @throws ClusterException when it does not answer in a few seconds
     */
    ObjectNode ask(Node node, String channel, ObjectNode question);

    /** A job: removes long messages that everybody has had. */
    void sweep();

    /** What its messages have come to, for metrics. */
    Traffic traffic();

    /**
     * @param sent messages to other nodes
     * @param received messages of other nodes
     * @param dropped messages that the database did not take for too long
     * @param gaps times at which messages of other nodes may have been missed
     */
    record Traffic(long sent, long received, long dropped, long gaps) {}

    @Override
    void close();
}
