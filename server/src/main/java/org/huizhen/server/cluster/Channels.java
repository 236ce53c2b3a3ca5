package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who hears and who answers on this node, by channel. */
final class Channels {
    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);

    private final Map<String, Subscriber> subscribers = new ConcurrentHashMap<>();
    private final Map<String, UnaryOperator<ObjectNode>> answerers = new ConcurrentHashMap<>();

    void subscribe(String channel, Subscriber subscriber) {
        if (subscribers.putIfAbsent(channel, subscriber) != null) {
            throw new IllegalStateException("channel " + channel + " has a subscriber");
        }
    }

    void answer(String channel, UnaryOperator<ObjectNode> answers) {
        if (answerers.putIfAbsent(channel, answers) != null) {
            throw new IllegalStateException("channel " + channel + " has an answer");
        }
    }

    void heard(String channel, String from, ObjectNode message) {
        Subscriber subscriber = subscribers.get(channel);
        if (subscriber == null) {
            return; // of a newer version
        }
        try {
            subscriber.heard(from, message);
        } catch (RuntimeException e) {
            LOG.error("a message on channel {} failed", channel, e);
        }
    }

    void missed() {
        subscribers.forEach((channel, subscriber) -> {
            try {
                subscriber.missed();
            } catch (RuntimeException e) {
                LOG.error("channel {} cannot make good what was missed", channel, e);
            }
        });
    }

    Optional<ObjectNode> answered(String channel, ObjectNode question) {
        return Optional.ofNullable(answerers.get(channel)).map(answers -> answers.apply(question));
    }
}
