package org.huizhen.server.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.huizhen.server.core.Event;
import org.huizhen.server.core.OrganizationId;
import org.jdbi.v3.core.Handle;

/**
 * Events and their delivery (decision 8): a row per event, a delivery row per consumer, both written in the change's own
 * transaction. Each consumer is served by one thread that claims deliveries with {@code SKIP LOCKED}, runs the listener
 * and deletes the row in one transaction, so that the listener's own rows are written exactly once.
 */
public final class Outbox implements AutoCloseable {

    /** Reacts to an event inside {@code transaction}; throwing leaves the event for a later attempt. */
    @FunctionalInterface
    public interface Listener {
        void on(Transaction transaction, Event event);
    }

    private final Database database;
    private final ObjectMapper json;
    private final List<OutboxConsumer> consumers = new CopyOnWriteArrayList<>();

    Outbox(Database database, ObjectMapper json) {
        this.database = database;
        this.json = json;
    }

    /** Registers before {@link #start}; {@code name} is stable across versions, since rows in the table carry it. */
    public void subscribe(String name, Set<String> types, Listener listener) {
        consumers.add(new OutboxConsumer(this, database, name, types, listener));
    }

    public void start() {
        consumers.forEach(OutboxConsumer::start);
    }

    void wake() {
        consumers.forEach(OutboxConsumer::wake);
    }

    void append(Handle handle, Event event) {
        handle.createUpdate("""
                        insert into outbox_event (id, type, aggregate, aggregate_id, version, organization_id, at, payload)
                        values (:id, :type, :aggregate, :aggregateId, :version, :organizationId, :at, :payload::jsonb)
                        """)
                .bind("id", event.id())
                .bind("type", event.type())
                .bind("aggregate", event.aggregate())
                .bind("aggregateId", event.aggregateId())
                .bind("version", event.version())
                .bind(
                        "organizationId",
                        event.organizationId().map(OrganizationId::value).orElse(null))
                .bind("at", event.at())
                .bind("payload", event.payload().toString())
                .execute();
        for (OutboxConsumer consumer : consumers) {
            if (consumer.wants(event.type())) {
                handle.createUpdate("insert into event_delivery (consumer, event_id, due_at) values (:name, :id, :at)")
                        .bind("name", consumer.name())
                        .bind("id", event.id())
                        .bind("at", event.at())
                        .execute();
            }
        }
    }

    /**
     * Claims the oldest due delivery of the consumer for this transaction. One that is due later than any delay lasts was
     * put off before the clock was set back: it is due now. Of several servers one at a time serves a consumer, so that
     * events are heard in the order in which one server would hear them.
     */
    Optional<Event> claim(Transaction transaction, String consumer) {
        return transaction
                .handle()
                .createQuery("""
                        with turn as materialized (
                          select pg_try_advisory_xact_lock(hashtextextended('outbox ' || :consumer, 0)) as ours)
                        select e.id, e.type, e.aggregate, e.aggregate_id, e.version, e.organization_id, e.at, e.payload::text
                        from event_delivery d join outbox_event e on e.id = d.event_id
                        where (select ours from turn) and d.consumer = :consumer
                          and (d.due_at <= :now or d.due_at > cast(:now as timestamptz) + interval '10 minutes')
                        order by d.event_id limit 1 for update of d skip locked
                        """)
                .bind("consumer", consumer)
                .bind("now", transaction.now())
                .map((row, context) -> event(row))
                .findOne();
    }

    void delivered(Transaction transaction, String consumer, UUID eventId) {
        transaction
                .handle()
                .createUpdate("delete from event_delivery where consumer = :consumer and event_id = :id")
                .bind("consumer", consumer)
                .bind("id", eventId)
                .execute();
    }

    /** Puts a failed delivery off: 1 s doubling to 5 min; it is never dropped. */
    void postpone(Transaction transaction, String consumer, UUID eventId, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update event_delivery set attempts = attempts + 1, last_error = :reason,
                          due_at = :now::timestamptz + least(interval '1 second' * power(2, least(attempts, 10)), interval '5 minutes')
                        where consumer = :consumer and event_id = :id
                        """)
                .bind("reason", reason)
                .bind("now", transaction.now())
                .bind("consumer", consumer)
                .bind("id", eventId)
                .execute();
    }

    /** Deliveries that wait, over all consumers; a metric. */
    public long waiting() {
        return database.read(handle -> handle.createQuery("select count(*) from event_delivery")
                .mapTo(Long.class)
                .one());
    }

    /** Removes events older than {@code age} that every consumer has had. */
    public int prune(Duration age) {
        return database.write(transaction -> transaction
                .handle()
                .createUpdate("""
                        delete from outbox_event e where e.at < :before
                          and not exists (select 1 from event_delivery d where d.event_id = e.id)
                        """)
                .bind("before", transaction.now().minus(age))
                .execute());
    }

    @Override
    public void close() {
        consumers.forEach(OutboxConsumer::close);
    }

    private Event event(ResultSet row) throws SQLException {
        UUID organization = row.getObject("organization_id", UUID.class);
        return new Event(
                row.getObject("id", UUID.class),
                row.getString("type"),
                row.getString("aggregate"),
                row.getObject("aggregate_id", UUID.class),
                row.getLong("version"),
                Optional.ofNullable(organization).map(OrganizationId::new),
                row.getTimestamp("at").toInstant(),
                payload(row.getString("payload")));
    }

    private JsonNode payload(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("outbox_event.payload is no JSON", e);
        }
    }
}
