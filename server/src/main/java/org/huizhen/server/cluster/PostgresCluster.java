package org.huizhen.server.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.huizhen.server.cluster.Envelope.Kind;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several servers on one PostgreSQL: what is published goes through NOTIFY. */
public final class PostgresCluster extends OwnNode {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private final Database database;
    private final String life = UUID.randomUUID().toString().substring(0, 8);
    private final Outgoing outgoing;
    private final Listening listening;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("cluster-", 0).factory());
    private final Map<String, CompletableFuture<ObjectNode>> asked = new ConcurrentHashMap<>();
    /** Last number of each life; confined to the listening thread. */
    private final Map<String, Long> last = new HashMap<>();

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();

    /** @param user and password for the one connection that listens */
    public PostgresCluster(Database database, Membership members, String url, String user, String password) {
        super(members);
        this.database = database;
        this.outgoing = new Outgoing(database);
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "huizhen cluster");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("connectTimeout", "5");
        this.listening = new Listening(() -> DriverManager.getConnection(url, properties), this::arrived, this::missed);
    }

    @Override
    public void start() {
        outgoing.start();
        listening.start();
        // Whoever has just come knows nothing of what was said before.
        channels.missed();
    }

    @Override
    public void publish(String channel, ObjectNode message) {
        outgoing.offer(
                number -> envelope(Kind.TELL, number, "", "", channel, message).text());
        hear(channel, message);
    }

    @Override
    public void publish(Transaction transaction, String channel, ObjectNode message) {
        Wire.send(
                transaction,
                List.of(envelope(Kind.TELL, 0, "", "", channel, message).text()));
        transaction.afterCommit(() -> hear(channel, message));
    }

    @Override
    public ObjectNode ask(Node node, String channel, ObjectNode question) {
        if (node.name().equals(name())) {
            return ownAnswer(channel, question);
        }
        String request = UUID.randomUUID().toString();
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        asked.put(request, answer);
        try {
            outgoing.offer(number -> envelope(Kind.ASK, number, request, node.name(), channel, question)
                    .text());
            return answer.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ClusterException("node " + node.name() + " does not answer");
        } catch (ExecutionException e) {
            throw new ClusterException("node " + node.name() + " could not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted");
        } finally {
            asked.remove(request);
        }
    }

    private Envelope envelope(Kind kind, long number, String request, String to, String channel, ObjectNode body) {
        String unique = number == 0 ? UUID.randomUUID().toString() : "";
        return new Envelope(kind, name(), life, number, unique, request, to, channel, body);
    }

    private void arrived(String payload) {
        Wire.open(database, payload).flatMap(Envelope::of).ifPresent(this::arrived);
    }

    private void arrived(Envelope envelope) {
        if (envelope.life().equals(life)) {
            return; // our own
        }
        received.incrementAndGet();
        if (envelope.number() > 0) {
            Long before = last.put(envelope.life(), envelope.number());
            if (before != null && envelope.number() != before + 1) {
                missed();
            }
        }
        if (!envelope.to().isEmpty() && !envelope.to().equals(name())) {
            return;
        }
        switch (envelope.kind()) {
            case TELL -> channels.heard(envelope.channel(), envelope.from(), envelope.body());
            case ASK -> threads.execute(() -> reply(envelope));
            case ANSWER -> {
                CompletableFuture<ObjectNode> waiting = asked.get(envelope.request());
                if (waiting != null) {
                    waiting.complete(envelope.body());
                }
            }
        }
    }

    private void reply(Envelope question) {
        try {
            ObjectNode body = channels.answered(question.channel(), question.body())
                    .orElseGet(JsonNodeFactory.instance::objectNode);
            outgoing.offer(number -> envelope(
                            Kind.ANSWER, number, question.request(), question.from(), question.channel(), body)
                    .text());
        } catch (RuntimeException e) {
            LOG.error("a question of node {} on channel {} failed", question.from(), question.channel(), e);
        }
    }

    private void missed() {
        gaps.incrementAndGet();
        channels.missed();
    }

    @Override
    public void sweep() {
        Wire.sweep(database);
    }

    @Override
    public Traffic traffic() {
        return new Traffic(outgoing.sent(), received.get(), outgoing.dropped(), gaps.get());
    }

    @Override
    public void close() {
        outgoing.close();
        listening.close();
        threads.close();
    }
}
