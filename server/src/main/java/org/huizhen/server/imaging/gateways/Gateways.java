package org.huizhen.server.imaging.gateways;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.access.Scope;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.GatewayId;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.database.Transaction;
import org.jdbi.v3.core.Handle;

/** The table of gateways. */
final class Gateways {
    private static final String COLUMNS = """
            select g.id, g.version, g.name, g.organization_id, o.name as organization_name, o.code, g.ae_title,
              g.paired_at, g.revoked_at, g.last_seen_at, g.heartbeat::text, g.clock_offset_seconds
            from gateway g join organization o on o.id = g.organization_id
            """;

    private final ObjectMapper json;

    Gateways(ObjectMapper json) {
        this.json = json;
    }

    Optional<Gateway> find(Handle handle, GatewayId id) {
        return handle.createQuery(COLUMNS + " where g.id = :id")
                .bind("id", id)
                .map((row, context) -> gateway(row))
                .findOne();
    }

    /** In order of their ids, which is that of pairing. */
    List<Gateway> list(Handle handle, Scope scope, Optional<UUID> after, int count) {
        return scope.bind(handle.createQuery(COLUMNS + " where " + scope.condition("g.organization_id")
                                + " and (cast(:after as uuid) is null or g.id > :after) order by g.id limit :count")
                        .bind("after", after.orElse(null))
                        .bind("count", count))
                .map((row, context) -> gateway(row))
                .list();
    }

    Optional<Actor.Gateway> byToken(Handle handle, byte[] tokenHash, String address) {
        return handle.createQuery("""
                        select id, organization_id, name from gateway where token_hash = :hash and revoked_at is null
                        """)
                .bind("hash", tokenHash)
                .map((row, context) -> new Actor.Gateway(
                        new GatewayId(row.getObject("id", UUID.class)),
                        new OrganizationId(row.getObject("organization_id", UUID.class)),
                        row.getString("name"),
                        address))
                .findOne();
    }

    void insert(
            Transaction transaction,
            GatewayId id,
            OrganizationId organization,
            String name,
            Optional<String> aeTitle,
            byte[] tokenHash) {
        transaction
                .handle()
                .createUpdate("""
                        insert into gateway (id, organization_id, name, ae_title, token_hash, paired_at)
                        values (:id, :organization, :name, :aeTitle, :hash, :now)
                        """)
                .bind("id", id)
                .bind("organization", organization)
                .bind("name", name)
                .bind("aeTitle", aeTitle.orElse(null))
                .bind("hash", tokenHash)
                .bind("now", transaction.now())
                .execute();
    }

    /** False when it is revoked already. */
    boolean revoke(Transaction transaction, GatewayId id) {
        return transaction
                        .handle()
                        .createUpdate("""
                        update gateway set revoked_at = :now, version = version + 1
                        where id = :id and revoked_at is null
                        """)
                        .bind("now", transaction.now())
                        .bind("id", id)
                        .execute()
                == 1;
    }

    void seen(Transaction transaction, Actor.Gateway gateway, String heartbeat, double clockOffsetSeconds) {
        transaction
                .handle()
                .createUpdate("""
                        update gateway set last_seen_at = :now, address = :address,
                          heartbeat = cast(:heartbeat as jsonb), clock_offset_seconds = :offset
                        where id = :id
                        """)
                .bind("now", transaction.now())
                .bind("address", gateway.address())
                .bind("heartbeat", heartbeat)
                .bind("offset", clockOffsetSeconds)
                .bind("id", gateway.gatewayId())
                .execute();
    }

    private Gateway gateway(ResultSet row) throws SQLException {
        return new Gateway(
                new GatewayId(row.getObject("id", UUID.class)),
                row.getLong("version"),
                row.getString("name"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                row.getString("code"),
                Optional.ofNullable(row.getString("ae_title")),
                instant(row, "paired_at").orElseThrow(),
                instant(row, "revoked_at"),
                instant(row, "last_seen_at"),
                Optional.ofNullable(row.getString("heartbeat")).map(this::parse),
                Optional.ofNullable((Double) row.getObject("clock_offset_seconds")));
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb that is no JSON", e);
        }
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
