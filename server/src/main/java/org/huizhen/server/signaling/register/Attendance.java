package org.huizhen.server.signaling.register;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.huizhen.server.core.Actor;
import org.huizhen.server.core.OrganizationId;
import org.huizhen.server.core.RoomId;
import org.huizhen.server.core.UserId;
import org.huizhen.server.core.Uuids;
import org.huizhen.server.database.Transaction;
import org.huizhen.server.signaling.room.RoomRole;
import org.jdbi.v3.core.Handle;

/** The table {@code room_attendance}: one row per stay, written as it happens, so that a crash keeps it. */
final class Attendance {

    /** @param left empty while the person is still there */
    record Stay(
            UserId user,
            String name,
            OrganizationId organization,
            String organizationName,
            String role,
            Instant joined,
            Optional<Instant> left,
            Optional<String> reason) {

        Duration lasted(Instant now) {
            return Duration.between(joined, left.orElse(now));
        }
    }

    private Attendance() {}

    static UUID begin(Transaction transaction, RoomId room, Actor.Person person, RoomRole role, String node) {
        UUID id = Uuids.next();
        transaction
                .handle()
                .createUpdate("""
                        insert into room_attendance (id, room_id, user_id, user_name, organization_id, role, node, joined_at)
                        values (:id, :room, :user, :name, :organization, :role, :node, :now)
                        """)
                .bind("id", id)
                .bind("room", room)
                .bind("user", person.userId())
                .bind("name", person.displayName())
                .bind("organization", person.organizationId())
                .bind("role", role.identifier())
                .bind("node", node)
                .bind("now", transaction.now())
                .execute();
        return id;
    }

    static void end(Transaction transaction, UUID stay, String reason, Instant at) {
        transaction
                .handle()
                .createUpdate("""
                        update room_attendance set left_at = greatest(joined_at, :at), left_reason = :reason
                        where id = :id and left_at is null
                        """)
                .bind("at", at)
                .bind("reason", reason)
                .bind("id", stay)
                .execute();
    }

    /** Everybody who is still in the room leaves it. */
    static void endAll(Transaction transaction, RoomId room, String reason) {
        transaction
                .handle()
                .createUpdate("""
                        update room_attendance set left_at = greatest(joined_at, :now), left_reason = :reason
                        where room_id = :room and left_at is null
                        """)
                .bind("now", transaction.now())
                .bind("reason", reason)
                .bind("room", room)
                .execute();
    }

    static List<Stay> of(Handle handle, RoomId room) {
        return handle.createQuery("""
                        select a.user_id, a.user_name, a.organization_id, o.name as organization_name, a.role, a.joined_at,
                          a.left_at, a.left_reason
                        from room_attendance a join organization o on o.id = a.organization_id
                        where a.room_id = :room order by a.joined_at, a.id
                        """)
                .bind("room", room)
                .map((row, context) -> stay(row))
                .list();
    }

    static boolean wasThere(Handle handle, RoomId room, UserId user) {
        return handle.createQuery(
                        "select exists (select 1 from room_attendance where room_id = :room and user_id = :user)")
                .bind("room", room)
                .bind("user", user)
                .mapTo(Boolean.class)
                .one();
    }

    /**
     * A life of the node is over: stays that it left open ended with it, at its last heartbeat. Returns how many.
     */
    static int crashed(Transaction transaction, String node) {
        return transaction.handle().createUpdate("""
                        update room_attendance a set left_reason = 'crashed', left_at = greatest(a.joined_at,
                          coalesce((select n.heartbeat_at from cluster_node n where n.name = :node), a.joined_at))
                        where a.node = :node and a.left_at is null
                        """).bind("node", node).execute();
    }

    /** A room has a new owner: stays that others left open in it ended at their last heartbeat. */
    static void crashed(Transaction transaction, RoomId room, String owner) {
        transaction
                .handle()
                .createUpdate("""
                        update room_attendance a set left_reason = 'crashed', left_at = greatest(a.joined_at,
                          coalesce((select n.heartbeat_at from cluster_node n where n.name = a.node), a.joined_at))
                        where a.room_id = :room and a.node <> :owner and a.left_at is null
                        """)
                .bind("room", room)
                .bind("owner", owner)
                .execute();
    }

    /** The node goes in an orderly way. */
    static void endNode(Transaction transaction, String node) {
        transaction
                .handle()
                .createUpdate("""
                        update room_attendance set left_at = greatest(joined_at, :now), left_reason = 'stopped'
                        where node = :node and left_at is null
                        """)
                .bind("now", transaction.now())
                .bind("node", node)
                .execute();
    }

    private static Stay stay(ResultSet row) throws SQLException {
        return new Stay(
                new UserId(row.getObject("user_id", UUID.class)),
                row.getString("user_name"),
                new OrganizationId(row.getObject("organization_id", UUID.class)),
                row.getString("organization_name"),
                row.getString("role"),
                row.getTimestamp("joined_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("left_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("left_reason")));
    }
}
