package org.huizhen.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.StudyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class OutboxIT {
    private TestDatabase test;
    private Database database;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        database = test.database();
        database.run(t -> t.handle().execute("create table seen (consumer text, event_id uuid)"));
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void eachConsumerSeesEachOfItsEventsOnce() {
        subscribe("first", "study.arrived");
        subscribe("second", "study.arrived");
        subscribe("other", "report.final");
        database.outbox().start();
        for (int i = 0; i < 50; i++) {
            database.run(t -> t.publish(event()));
        }
        await(() -> database.outbox().waiting() == 0);
        assertThat(count("first")).isEqualTo(50);
        assertThat(count("second")).isEqualTo(50);
        assertThat(count("other")).isZero();
    }

    @Test
    void twoNodesOfOneConsumerShareTheEventsWithoutDoubling() {
        try (Database other = new Database(
                test.url(),
                test.user(),
                test.password(),
                4,
                java.time.Clock.systemUTC(),
                org.huizhen.server.http.Json.mapper())) {
            subscribe("shared", "study.arrived");
            other.outbox().subscribe("shared", Set.of("study.arrived"), (t, event) -> see(t, "shared", event));
            database.outbox().start();
            other.outbox().start();
            for (int i = 0; i < 100; i++) {
                database.run(t -> t.publish(event()));
            }
            await(() -> database.outbox().waiting() == 0);
            assertThat(count("shared")).isEqualTo(100);
        }
    }

    @Test
    void whatAFailingListenerWroteIsUndoneAndTheEventComesAgain() {
        AtomicInteger attempts = new AtomicInteger();
        database.outbox().subscribe("crashing", Set.of("study.arrived"), (t, event) -> {
            see(t, "crashing", event);
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalStateException("between the listener's write and its commit");
            }
        });
        database.outbox().start();
        database.run(t -> t.publish(event()));
        await(() -> database.outbox().waiting() == 0);
        assertThat(attempts.get()).isEqualTo(2);
        assertThat(count("crashing")).isEqualTo(1);
    }

    @Test
    void whatWaitsIsNotPutOffByAClockThatIsSetBack() {
        AtomicInteger attempts = new AtomicInteger();
        database.outbox().subscribe("putOff", Set.of("study.arrived"), (t, event) -> attempts.incrementAndGet());
        database.run(t -> t.publish(event()));
        database.run(t -> t.handle().execute("update event_delivery set due_at = now() + interval '1 hour'"));
        database.outbox().start();
        await(() -> database.outbox().waiting() == 0);
        assertThat(attempts.get()).isEqualTo(1);
    }

    @Test
    void anEventWhoseTransactionCommitsLateIsNotSkipped() throws Exception {
        subscribe("late", "study.arrived");
        database.outbox().start();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch laterDelivered = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> database.run(t -> {
                    t.publish(event());
                    written.countDown();
                    try {
                        laterDelivered.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
        written.await();
        database.run(t -> t.publish(event()));
        await(() -> count("late") == 1);
        laterDelivered.countDown();
        slow.join();
        await(() -> count("late") == 2);
    }

    @Test
    void nothingIsPublishedByARolledBackChange() {
        subscribe("never", "study.arrived");
        try {
            database.run(t -> {
                t.publish(event());
                throw new IllegalStateException("refused");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("refused");
        }
        assertThat(database.outbox().waiting()).isZero();
    }

    @Test
    void prunesOnlyWhatEveryoneHasHad() {
        subscribe("slow", "study.arrived");
        database.run(t -> t.publish(event()));
        assertThat(database.outbox().prune(Duration.ofSeconds(-5))).isZero();
        database.outbox().start();
        await(() -> database.outbox().waiting() == 0);
        assertThat(database.outbox().prune(Duration.ofSeconds(-5))).isEqualTo(1);
    }

    private void subscribe(String name, String type) {
        database.outbox().subscribe(name, Set.of(type), (t, event) -> see(t, name, event));
    }

    private static void see(Transaction transaction, String consumer, Event event) {
        transaction.handle().execute("insert into seen values (?, ?)", consumer, event.id());
    }

    private int count(String consumer) {
        List<UUID> ids =
                database.read(handle -> handle.createQuery("select event_id from seen where consumer = :consumer")
                        .bind("consumer", consumer)
                        .mapTo(UUID.class)
                        .list());
        assertThat(ids).doesNotHaveDuplicates();
        return ids.size();
    }

    private static Event event() {
        return Event.of("study.arrived", "study", StudyId.next(), 1, null, Instant.now());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }
}
