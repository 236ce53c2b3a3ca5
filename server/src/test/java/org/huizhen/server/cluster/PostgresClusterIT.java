package org.huizhen.server.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.huizhen.server.Eventually;
import org.huizhen.server.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes in one process that share nothing but a PostgreSQL. */
final class PostgresClusterIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    private TestDatabase database;
    private final AtomicLong nanos = new AtomicLong();
    private final List<PostgresCluster> open = new ArrayList<>();

    /** A node and what it has heard. */
    private final class Member {
        final Membership membership;
        final PostgresCluster cluster;
        final List<String> heard = new CopyOnWriteArrayList<>();
        final List<String> gone = new CopyOnWriteArrayList<>();
        final AtomicInteger missed = new AtomicInteger();

        Member(String name, Map<String, String> shares) {
            membership = new Membership(new Node(name, "ws://" + name + "/signal"), true, shares, nanos::get);
            cluster = new PostgresCluster(
                    database.database(), membership, database.url(), database.user(), database.password());
            open.add(cluster);
            cluster.subscribe("talk", new Subscriber() {
                @Override
                public void heard(String from, ObjectNode message) {
                    heard.add(from + ":" + message.path("text").asText());
                }

                @Override
                public void missed() {
                    missed.incrementAndGet();
                }
            });
            cluster.answer(
                    "double", question -> text("" + 2 * question.path("text").asInt()));
            membership.watch(new Membership.Watcher() {
                @Override
                public void came(String node) {}

                @Override
                public void went(String node) {
                    gone.add(node);
                }
            });
        }

        Member started() {
            database.database().run(membership::begin);
            cluster.start();
            return this;
        }

        void beat() {
            database.database().run(membership::beat);
        }
    }

    private static ObjectNode text(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text);
    }

    @BeforeEach
    void start() {
        database = TestDatabase.create();
    }

    @AfterEach
    void stop() {
        open.forEach(PostgresCluster::close);
        database.close();
    }

    private Member member(String name) {
        return new Member(name, Map.of()).started();
    }

    @Test
    void everyNodeHearsEverythingInOrder() {
        Member one = member("one");
        Member two = member("two");
        List<String> expected =
                IntStream.range(0, 500).mapToObj(i -> "one:" + i).toList();
        for (int i = 0; i < 500; i++) {
            one.cluster.publish("talk", text("" + i));
        }
        assertThat(one.heard).isEqualTo(expected);
        Eventually.until("the other heard them", SOON, () -> two.heard.size() == 500);
        assertThat(two.heard).isEqualTo(expected);
        assertThat(two.missed).hasValue(1); // at its start
    }

    @Test
    void longMessagesAndEqualOnesArriveWhole() {
        Member one = member("one");
        Member two = member("two");
        String longText = "会诊".repeat(20_000);
        database.database().run(transaction -> {
            one.cluster.publish(transaction, "talk", text("same"));
            one.cluster.publish(transaction, "talk", text("same"));
            one.cluster.publish(transaction, "talk", text(longText));
        });
        Eventually.until("the other heard them", SOON, () -> two.heard.size() == 3);
        assertThat(two.heard).containsExactly("one:same", "one:same", "one:" + longText);
        assertThat(one.heard).hasSize(3);
    }

    @Test
    void whatIsRolledBackIsHeardByNobody() {
        Member one = member("one");
        Member two = member("two");
        assertThatThrownBy(() -> database.database().run(transaction -> {
                    one.cluster.publish(transaction, "talk", text("never"));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        one.cluster.publish("talk", text("after"));
        Eventually.until("the other heard", SOON, () -> !two.heard.isEmpty());
        assertThat(two.heard).containsExactly("one:after");
        assertThat(one.heard).containsExactly("one:after");
    }

    @Test
    void oneNodeAsksAnother() {
        Member one = member("one");
        member("two");
        Node two = new Node("two", "");
        assertThat(one.cluster.ask(two, "double", text("21")).path("text").asText())
                .isEqualTo("42");
        assertThatThrownBy(() -> one.cluster.ask(new Node("three", ""), "double", text("1")))
                .isInstanceOf(ClusterException.class);
    }

    @Test
    void aBrokenLineIsMadeAnewAndTellsThatSomethingMayBeMissed() {
        Member one = member("one");
        Member two = member("two");
        int before = two.missed.get();
        database.database()
                .run(transaction -> transaction
                        .handle()
                        .execute("select pg_terminate_backend(pid) from pg_stat_activity"
                                + " where application_name = 'huizhen cluster' and datname = current_database()"));
        Eventually.until("both were told", SOON, () -> two.missed.get() > before && one.missed.get() > 1);
        one.cluster.publish("talk", text("again"));
        Eventually.until("the other heard", SOON, () -> two.heard.contains("one:again"));
    }

    @Test
    void aNodeThatFallsSilentIsGoneForTheOthers() {
        Member one = member("one");
        Member two = member("two");
        one.beat();
        assertThat(one.membership.living()).extracting(Node::name).containsExactly("one", "two");
        database.database()
                .run(transaction -> transaction
                        .handle()
                        .execute("update cluster_node set heartbeat_at = heartbeat_at - interval '1 minute'"
                                + " where name = 'two'"));
        one.beat();
        assertThat(one.gone).containsExactly("two");
        two.beat();
        one.beat();
        assertThat(one.membership.living()).extracting(Node::name).containsExactly("one", "two");
        database.database().run(two.membership::end);
        one.beat();
        assertThat(one.gone).containsExactly("two", "two");
    }

    @Test
    void aNodeWhoseNameAnotherLifeHasTakenTrustsItselfNoMore() {
        Member former = member("one");
        Member later = member("one");
        former.beat();
        assertThat(former.membership.trusted()).isFalse();
        later.beat();
        assertThat(later.membership.trusted()).isTrue();
    }

    @Test
    void refusesToBeginWithAnotherKeyFileThanALivingNode() {
        new Member("one", Map.of("key identityLookup", "1234")).started();
        Member two = new Member("two", Map.of("key identityLookup", "5678"));
        assertThatThrownBy(() -> database.database().run(two.membership::begin))
                .hasMessageContaining("node one has another key identityLookup");
        new Member("three", Map.of("key identityLookup", "1234")).started();
    }
}
