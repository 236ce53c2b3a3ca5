package org.huizhen.server.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table {@code cluster_node}; its times are the database's. */
final class Nodes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};
    private static final String LIVING = " ended_at is null and heartbeat_at > clock_timestamp() - interval '"
            + Lease.GOOD.toSeconds() + " seconds' ";

    private Nodes() {}

    static void begin(Transaction transaction, Node node, UUID life, Map<String, String> shares) {
        transaction
                .handle()
                .createUpdate("""
                        insert into cluster_node (name, life, url, shares, started_at, heartbeat_at)
                        values (:name, :life, :url, cast(:shares as jsonb), clock_timestamp(), clock_timestamp())
                        on conflict (name) do update set life = :life, url = :url, shares = cast(:shares as jsonb),
                          started_at = clock_timestamp(), heartbeat_at = clock_timestamp(), ended_at = null
                        """)
                .bind("name", node.name())
                .bind("life", life)
                .bind("url", node.url())
                .bind("shares", text(shares))
                .execute();
    }

    /** False when this life is not the node's any more. */
    static boolean beat(Transaction transaction, Node node, UUID life) {
        return transaction
                        .handle()
                        .createUpdate("""
                                update cluster_node set heartbeat_at = clock_timestamp()
                                where name = :name and life = :life and ended_at is null
                                """)
                        .bind("name", node.name())
                        .bind("life", life)
                        .execute()
                == 1;
    }

    static void end(Transaction transaction, Node node, UUID life) {
        transaction
                .handle()
                .createUpdate(
                        "update cluster_node set ended_at = clock_timestamp() where name = :name and life = :life")
                .bind("name", node.name())
                .bind("life", life)
                .execute();
    }

    static List<Node> living(Handle handle) {
        return handle.createQuery("select name, url from cluster_node where" + LIVING + "order by name")
                .map((row, context) -> new Node(row.getString("name"), row.getString("url")))
                .list();
    }

    /** Addresses of all nodes that a browser may be sent to, those that are gone included. */
    static List<String> urls(Handle handle) {
        return handle.createQuery("select url from cluster_node where url <> ''")
                .mapTo(String.class)
                .list();
    }

    /** What each other living node says that it shares. */
    static Map<String, Map<String, String>> shares(Handle handle, String self) {
        Map<String, Map<String, String>> found = new HashMap<>();
        handle.createQuery("select name, shares from cluster_node where name <> :self and" + LIVING)
                .bind("self", self)
                .map((row, context) -> Map.entry(row.getString("name"), texts(row.getString("shares"))))
                .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        return found;
    }

    private static String text(Map<String, String> shares) {
        try {
            return JSON.writeValueAsString(shares);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("texts are JSON", e);
        }
    }

    private static Map<String, String> texts(String json) {
        try {
            return JSON.readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cluster_node.shares holds texts", e);
        }
    }
}
