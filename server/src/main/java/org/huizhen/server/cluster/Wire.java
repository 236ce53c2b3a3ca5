package org.huizhen.server.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.database.Database;
import org.huizhen.server.database.Transaction;

/** Texts through NOTIFY; those too long for it lie in the table {@code cluster_message}, and their id goes instead. */
final class Wire {
    /** PostgreSQL takes less than 8,000 bytes. */
    static final int LONGEST = 7_900;

    static final String CHANNEL = "huizhen_cluster";
    private static final String BY_ID = "id:";

    private Wire() {}

    static void send(Transaction transaction, List<String> texts) {
        List<String> payloads = new ArrayList<>(texts.size());
        for (String text : texts) {
            payloads.add(
                    text.getBytes(StandardCharsets.UTF_8).length <= LONGEST ? text : BY_ID + keep(transaction, text));
        }
        transaction
                .handle()
                .createQuery("select count(pg_notify('" + CHANNEL
                        + "', p)) from unnest(cast(:payloads as text[])) with ordinality as t(p, place)")
                .bindArray("payloads", String.class, payloads)
                .mapTo(Long.class)
                .one();
    }

    private static UUID keep(Transaction transaction, String text) {
        UUID id = UUID.randomUUID();
        transaction
                .handle()
                .createUpdate("insert into cluster_message (id, body) values (:id, :body)")
                .bind("id", id)
                .bind("body", text)
                .execute();
        return id;
    }

    /** The text behind a payload; empty when it was swept. */
    static Optional<String> open(Database database, String payload) {
        if (!payload.startsWith(BY_ID)) {
            return Optional.of(payload);
        }
        return database.read(
                handle -> handle.createQuery("select body from cluster_message where id = cast(:id as uuid)")
                        .bind("id", payload.substring(BY_ID.length()))
                        .mapTo(String.class)
                        .findOne());
    }

    /** Whoever listens has had them. */
    static void sweep(Database database) {
        database.run(transaction -> transaction
                .handle()
                .execute("delete from cluster_message where at < clock_timestamp() - interval '5 minutes'"));
    }
}
